// The system's clock, and times as text.
#include "base/clock.h"

#include <chrono>

#include <fmt/format.h>

#include "base/timestamps.h"

namespace patchbay {
namespace {

class SystemClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
  }
};

}  // namespace

std::unique_ptr<Clock> system_clock() { return std::make_unique<SystemClock>(); }

std::string rfc3339(Instant instant) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::microseconds> point{
      std::chrono::microseconds{instant.us}};
  const auto day = floor<std::chrono::days>(point);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{point - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

std::optional<std::int64_t> days_from_civil(int year, int month, int day) {
  // The calendar types are narrower than int and would wrap larger values.
  constexpr int kYearMax = 9999;
  if (year < 0 || year > kYearMax || month < 1 || month > 12 || day < 1 || day > 31)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const auto read = parse_time(text);
  return read ? std::optional(*read) : std::nullopt;
}

}  // namespace patchbay
