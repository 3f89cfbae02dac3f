// Time. Code below main gets its clock as an argument.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace patchbay {

// Microseconds since 1970-01-01T00:00:00Z. Used for display and expiry, never as an identity or an
// order.
struct Instant {
  std::int64_t us = 0;
  auto operator<=>(const Instant&) const = default;
  [[nodiscard]] Instant plus_seconds(std::int64_t seconds) const {
    return {us + seconds * 1'000'000};
  }
  [[nodiscard]] std::int64_t seconds() const { return us / 1'000'000; }
};

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;  // threads: any
};

[[nodiscard]] std::unique_ptr<Clock> system_clock();

// Keeps waits that end at a time of the clock from becoming longer when the clock is set back: by a
// person, or while the program did not run. Threads: one at a time.
class WaitGuard {
 public:
  // Looks at the time. Returns whether waits are to be mended: at the first look, and after the
  // clock was set back.
  [[nodiscard]] bool look(Instant now);
  // The end of a wait after that: as much earlier as the clock was set back, and at most
  // `longest_us` from the time of the look. One that is over stays as it is.
  [[nodiscard]] Instant mended(Instant end, std::int64_t longest_us) const;

 private:
  std::optional<Instant> last_;
  std::int64_t set_back_us_ = 0;
};

// A clock that a test sets.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Instant start = {1'800'000'000'000'000}) : now_(start) {}
  [[nodiscard]] Instant now() const override { return now_; }
  void advance_seconds(std::int64_t seconds) { now_ = now_.plus_seconds(seconds); }

 private:
  Instant now_;
};

// Writes "2026-11-22T08:10:14.000123Z". parse_time() in base/timestamps.h reads it.
[[nodiscard]] std::string rfc3339(Instant instant);
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

// Returns the days since 1970-01-01 of a valid Gregorian date in the years 0 to 9999, or nothing.
[[nodiscard]] std::optional<std::int64_t> days_from_civil(int year, int month, int day);

}  // namespace patchbay
