// Times as text, real days, and the clock that tests move.
#include "base/clock.h"

#include <gtest/gtest.h>

#include "base/timestamps.h"

namespace patchbay {
namespace {

TEST(Clock, WritesAndReadsRfc3339) {
  struct Case {
    std::string_view text;
    std::int64_t us;
  };
  for (const auto& [text, us] :
       std::initializer_list<Case>{{"1970-01-01T00:00:00.000000Z", 0},
                                   {"1969-12-31T23:59:59.999999Z", -1},
                                   {"2026-11-22T08:10:14.000123Z", 1'795'335'014'000'123},
                                   {"2000-02-29T12:00:00.500000Z", 951'825'600'500'000},
                                   {"0001-01-01T00:00:00.000000Z", -62'135'596'800'000'000},
                                   {"9999-12-31T23:59:59.999999Z", 253'402'300'799'999'999}}) {
    EXPECT_EQ(rfc3339({us}), text);
    EXPECT_EQ(parse_time(text), Instant{us}) << text;
  }
}

TEST(Clock, ReadsEveryTimeOfRfc3339) {
  constexpr std::int64_t kSecond = 1'000'000;
  constexpr std::int64_t kHour = 3600 * kSecond;
  struct Case {
    std::string_view text;
    std::int64_t us;
  };
  for (const auto& [text, us] : std::initializer_list<Case>{
           {"1970-01-01T00:00:01Z", kSecond},
           {"1970-01-01T00:00:01.5Z", 1'500'000},
           {"1970-01-01t00:00:00.000001z", 1},
           {"1970-01-01 00:00:01Z", kSecond},
           // What is less than a microsecond counts for nothing.
           {"1970-01-01T00:00:00.1234567Z", 123'456},
           {"1970-01-01T00:00:00.123456789Z", 123'456},
           {"1970-01-01T00:00:00.0000009999999999999999999999Z", 0},
           {"1970-01-01T00:00:00+00:00", 0},
           {"1970-01-01T00:00:00-00:00", 0},
           {"1970-01-01T02:00:00+02:00", 0},
           {"1970-01-01T00:00:00+02:00", -2 * kHour},
           {"1969-12-31T14:00:00-10:00", 0},
           {"1970-01-01T05:45:00.25+05:45", 250'000},
           {"1970-01-01T00:00:00-23:59", 24 * kHour - 60 * kSecond},
           // A day alone is its beginning.
           {"1970-01-01", 0},
           {"1970-01-02", 24 * kHour},
           // A leap second is the last of its day in UTC, and the same as the first of the next.
           {"1970-01-01T23:59:60Z", 24 * kHour},
           {"1970-01-02T01:59:60+02:00", 24 * kHour},
       })
    EXPECT_EQ(parse_time(text), Instant{us}) << text;
}

TEST(Clock, RefusesWhatIsNoTime) {
  for (const std::string_view bad : {"",
                                     "1970-01",
                                     "1970-01-01T",
                                     "1970-01-01Z",
                                     "1970-01-01T00:00:00",
                                     "1970-01-01T00:00Z",
                                     "1970-01-01T00:00:00+24:00",
                                     "1970-01-01T00:00:00+00:60",
                                     "1970-01-01T00:00:00+0000",
                                     "1970-01-01T00:00:00+00",
                                     "1970-01-01T00:00:00+00:00Z",
                                     "1970-01-01T00:00:00ZZ",
                                     "1970-13-01T00:00:00Z",
                                     "1970-02-29T00:00:00Z",
                                     "1970-01-00T00:00:00Z",
                                     "1970-01-01T24:00:00Z",
                                     "1970-01-01T00:60:00Z",
                                     "1970-01-01T00:00:60Z",
                                     "1970-01-01T23:59:60+01:00",
                                     "1970-01-01T00:00:61Z",
                                     "1970-01-01T00:00:00.Z",
                                     "1970-01-01T00:00:00.-5Z",
                                     "1970-01-01T-1:00:00Z",
                                     "1970-01-01T00:00:00,5Z",
                                     "1970-1-01T00:00:000Z",
                                     " 1970-01-01T00:00:00Z",
                                     "1970-01-01T00:00:00Z ",
                                     "+1970-01-01T00:00:00Z",
                                     "19700101T000000Z"}) {
    ASSERT_FALSE(parse_time(bad)) << bad;
    EXPECT_FALSE(parse_time(bad).error().contains("space")) << bad;
  }
}

TEST(Clock, TellsOfAPlusThatCameAsASpace) {
  for (const std::string_view bad :
       {"1970-01-01T00:00:00 00:00", "1970-01-01T00:00:00.5 02:00", "1970-01-01 00:00:00 02:00"}) {
    ASSERT_FALSE(parse_time(bad)) << bad;
    EXPECT_TRUE(parse_time(bad, TimeFrom::query).error().contains("%2B")) << bad;
    // Outside a query string nothing is to be encoded.
    EXPECT_FALSE(parse_time(bad).error().contains("%2B")) << bad;
    EXPECT_TRUE(parse_time(bad).error().contains("a space where the `+`")) << bad;
  }
}

TEST(Clock, CountsRealDaysOnly) {
  EXPECT_EQ(days_from_civil(1970, 1, 1), 0);
  EXPECT_EQ(days_from_civil(1969, 12, 31), -1);
  EXPECT_EQ(days_from_civil(2000, 2, 29), 11016);
  for (const auto& [year, month, day] :
       std::initializer_list<std::tuple<int, int, int>>{{1900, 2, 29},
                                                        {2026, 2, 30},
                                                        {2026, 0, 1},
                                                        {2026, 13, 1},
                                                        {2026, 1, 0},
                                                        {2026, 1, -1},
                                                        {2026, 4, 31},
                                                        {2026, 257, 1},
                                                        {65536 + 2026, 1, 1},
                                                        {-1, 1, 1},
                                                        {2026, 1, 257}})
    EXPECT_FALSE(days_from_civil(year, month, day)) << year << ' ' << month << ' ' << day;
}

TEST(Clock, TheManualOneStandsStillUntilMoved) {
  ManualClock clock;
  const Instant start = clock.now();
  EXPECT_EQ(clock.now(), start);
  clock.advance_seconds(90);
  EXPECT_EQ(clock.now(), start.plus_seconds(90));
  EXPECT_EQ(clock.now().seconds() - start.seconds(), 90);
}

TEST(Clock, AWaitEndsAsMuchEarlierAsTheClockWasSetBack) {
  WaitGuard guard;
  EXPECT_TRUE(guard.look({1'000})) << "the first look";
  EXPECT_EQ(guard.mended({1'500}, 2'000), Instant{1'500});
  EXPECT_EQ(guard.mended({9'000}, 2'000), Instant{3'000}) << "no wait is longer";
  EXPECT_EQ(guard.mended({400}, 2'000), Instant{400}) << "it is over";
  EXPECT_FALSE(guard.look({1'000}));
  EXPECT_FALSE(guard.look({1'200}));
  EXPECT_TRUE(guard.look({700}));
  EXPECT_EQ(guard.mended({1'500}, 2'000), Instant{1'000});
  EXPECT_FALSE(guard.look({701})) << "it is counted from there";
}

TEST(Clock, TheSystemsIsInThisCentury) {
  const Instant now = system_clock()->now();
  EXPECT_GT(now, *parse_time("2025-01-01T00:00:00Z"));
  EXPECT_LT(now, *parse_time("2100-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace patchbay
