// What replies mean, and when a change is tried again.
#include "reach/delivery/retry.h"

#include <gtest/gtest.h>

namespace patchbay::reach {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

TEST(Retry, ReadsReplies) {
  struct Case {
    AttemptResult result;
    Verdict verdict;
    std::string problem;
  };
  for (const auto& [result, verdict, problem] : std::initializer_list<Case>{
           {{.status = 200}, Verdict::taken, ""},
           {{.status = 204}, Verdict::taken, ""},
           {{.status = 299}, Verdict::taken, ""},
           {{.status = 301}, Verdict::failed, "answered 301, and redirects are not followed"},
           {{.status = 307}, Verdict::failed, "answered 307, and redirects are not followed"},
           {{.status = 400}, Verdict::failed, "answered 400"},
           {{.status = 401}, Verdict::failed, "answered 401"},
           {{.status = 410}, Verdict::unwanted, "answered 410"},
           {{.status = 429}, Verdict::too_much, "answered 429"},
           {{.status = 500}, Verdict::failed, "answered 500"},
           {{.status = 502}, Verdict::too_much, "answered 502"},
           {{.status = 503}, Verdict::too_much, "answered 503"},
           {{.status = 504}, Verdict::too_much, "answered 504"},
           {{.problem = "the connection was refused"},
            Verdict::failed,
            "the connection was refused"},
           {{}, Verdict::failed, "there was no reply"},
       }) {
    EXPECT_EQ(verdict_of(result), verdict) << result.status;
    EXPECT_EQ(problem_of(result), problem) << result.status;
  }
}

TEST(Retry, GrowsByTheTable) {
  const std::int64_t expected_s[] = {5, 300, 1800, 7200, 18000, 36000, 36000, 36000};
  const auto random = seeded_random(7);
  for (std::int64_t attempt = 1; attempt <= 8; ++attempt) {
    const std::int64_t us = expected_s[attempt - 1] * kSecond;
    bool differs = false;
    std::int64_t first = 0;
    for (int i = 0; i < 50; ++i) {
      const std::int64_t delay = retry_delay_us(attempt, *random);
      EXPECT_GE(delay, us - us / 5) << attempt;
      EXPECT_LE(delay, us + us / 5) << attempt;
      differs |= i > 0 && delay != first;
      first = delay;
    }
    EXPECT_TRUE(differs) << "no jitter";
  }
}

TEST(Retry, PausesAfterFailuresInARow) {
  const auto random = seeded_random(7);
  EXPECT_EQ(pause_us(1, Verdict::failed, *random), 0);
  EXPECT_EQ(pause_us(kFailuresBeforePause - 1, Verdict::failed, *random), 0);
  EXPECT_GT(pause_us(1, Verdict::too_much, *random), 0);
  EXPECT_GE(pause_us(kFailuresBeforePause, Verdict::failed, *random), kSecond * 4 / 5);
  EXPECT_GE(pause_us(1000, Verdict::failed, *random), 48 * kSecond);
  EXPECT_LE(pause_us(1000, Verdict::failed, *random), 72 * kSecond);
}

TEST(Retry, ReadsRetryAfter) {
  constexpr Instant kNow{1'800'000'000'000'000};  // 2027-01-15T08:00:00Z
  for (const auto& [text, seconds] : std::initializer_list<std::pair<std::string, std::int64_t>>{
           {"", 0},
           {"0", 0},
           {"-5", 0},
           {"120", 120},
           {"3600", 3600},
           {"999999999999", 3600},
           {"Wed, 21 Oct 2026 07:28:00 GMT", 0},
           {"Fri, 15 Jan 2027 08:02:00 GMT", 120},
           {"Fri, 15 Jan 2027 23:59:59 GMT", 3600},
           {"Fri, 15 Jan 2027 08:02:00", 0},
           {"Fri, 32 Jan 2027 08:02:00 GMT", 0},
           {"Fry, 15 Jan 2027 08:02:00 GMT", 0},
           {"Fri, 15 Jax 2027 08:02:00 GMT", 0},
           {"Fri, 15 Jan 2027 24:02:00 GMT", 0},
           {"1.5", 0},
           {"soon", 0}})
    EXPECT_EQ(asked_delay_us({.status = 503, .retry_after = text}, kNow), seconds * kSecond)
        << text;
}

}  // namespace
}  // namespace patchbay::reach
