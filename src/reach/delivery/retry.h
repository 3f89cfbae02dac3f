// When a delivery is tried again, and what a reply means. Pure decisions.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/random.h"

namespace patchbay::reach {

// The result of one attempt.
struct AttemptResult {
  int status = 0;             // of the reply; 0: there was none
  std::string problem{};      // why there was none
  std::string retry_after{};  // the header of the reply
};

enum class Verdict : std::uint8_t {
  taken,     // the receiver has it
  failed,    // it is tried again
  too_much,  // the same, and the receiver asks for fewer: 429, 502, 503 and 504
  unwanted,  // the receiver wants nothing more: 410
};
[[nodiscard]] Verdict verdict_of(const AttemptResult& result);
// Why it failed: "answered 500"; empty if it was taken.
[[nodiscard]] std::string problem_of(const AttemptResult& result);

// The attempts for one change, the first included.
inline constexpr std::int64_t kAttemptsMax = 8;
// The same for an address that a customer has for itself: over half an hour. What waits for such
// addresses must not fill the place of the others.
inline constexpr std::int64_t kOwnAttemptsMax = 4;
// Attempts in a row that fail before a destination is paused.
inline constexpr std::int64_t kFailuresBeforePause = 5;
// A destination that took nothing for so long is stopped.
inline constexpr std::int64_t kFailingSecondsMax = 5 * 24 * 3600;

// How long after the failure of attempt `attempt` (1, 2, …) of a change the next one is made:
// 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h; up to a fifth less or more.
[[nodiscard]] std::int64_t retry_delay_us(std::int64_t attempt, Random& random);
// No delay of a change is longer, and no pause of a destination is longer than kPauseLongestUs.
inline constexpr std::int64_t kDelayLongestUs = 12 * 3600 * std::int64_t{1'000'000};
inline constexpr std::int64_t kPauseLongestUs = 3600 * std::int64_t{1'000'000};
// How long a destination is paused after `failures` failures in a row; 0: it is not.
[[nodiscard]] std::int64_t pause_us(std::int64_t failures, Verdict verdict, Random& random);
// What Retry-After asks for, at most an hour: a number of seconds, or a time. 0 if it is absent or
// neither.
[[nodiscard]] std::int64_t asked_delay_us(const AttemptResult& result, Instant now);

}  // namespace patchbay::reach
