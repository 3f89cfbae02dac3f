// The system's clock, and times as text.
#include "base/clock.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/timestamps.h"

namespace patchbay {
namespace {

constexpr int kYearMax = 9999;

class SystemClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
  }
};

}  // namespace

bool WaitGuard::look(Instant now) {
  const bool is_first = !last_;
  set_back_us_ = is_first ? 0 : std::max<std::int64_t>(last_->us - now.us, 0);
  last_ = now;
  return is_first || set_back_us_ > 0;
}

Instant WaitGuard::mended(Instant end, std::int64_t longest_us) const {
  const Instant now = last_.value_or(Instant{});
  if (end <= now) return end;
  return {std::min(end.us - set_back_us_, now.us + longest_us)};
}

std::unique_ptr<Clock> system_clock() { return std::make_unique<SystemClock>(); }

std::string rfc3339(Instant instant) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::microseconds> point{
      std::chrono::microseconds{instant.us}};
  const auto day = floor<std::chrono::days>(point);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{point - day};
  const int year = static_cast<int>(date.year());
  if (year < 0 || year > kYearMax)
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", year,
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count(),
                       time.subseconds().count());
  // Each request writes some times, and formatting them took a twentieth of a read.
  std::string out = "0000-00-00T00:00:00.000000Z";
  const auto put = [&out](std::size_t last, std::int64_t number) {
    for (; number > 0; number /= 10) out[last--] = static_cast<char>('0' + number % 10);
  };
  put(3, year);
  put(6, static_cast<unsigned>(date.month()));
  put(9, static_cast<unsigned>(date.day()));
  put(12, time.hours().count());
  put(15, time.minutes().count());
  put(18, time.seconds().count());
  put(25, time.subseconds().count());
  return out;
}

std::optional<std::int64_t> days_from_civil(int year, int month, int day) {
  // The calendar types are narrower than int and would wrap larger values.
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
