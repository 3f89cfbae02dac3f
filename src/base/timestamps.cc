// Parses times from left to right.
#include "base/timestamps.h"

#include <cstdint>
#include <optional>

#include "base/text.h"

namespace patchbay {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kMicroseconds = 1'000'000;

// Parses a time from left to right. After the first error, further calls do nothing and the result
// is empty.
class TimeParser {
 public:
  explicit TimeParser(std::string_view text) : rest_(text) {}

  std::optional<Instant> instant() {
    const int year = digits(4);
    const int month = after('-');
    const int day = after('-');
    const auto days = days_from_civil(year, month, day);
    if (!good_ || !days) return std::nullopt;
    if (rest_.empty()) return Instant{*days * kDay * kMicroseconds};
    take_one_of("Tt ");
    const int hour = digits(2);
    const int minute = after(':');
    const int second = after(':');
    const std::int64_t us = fraction();
    lost_plus_ = good_ && is_offset(rest_, ' ');
    const std::int64_t seconds = hour * kHour + minute * kMinute + second - offset();
    if (!good_ || !rest_.empty() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    // A leap second is the last second of a UTC day.
    const std::int64_t left = (seconds % kDay + kDay) % kDay;
    if (second == 60 && left != 0) return std::nullopt;
    return Instant{(*days * kDay + seconds) * kMicroseconds + us};
  }

  // Whether the text is a valid time except for a space in the place of `+`.
  [[nodiscard]] bool has_lost_plus() const { return lost_plus_; }

 private:
  static bool is_offset(std::string_view text, char sign) {
    return text.size() == 6 && text[0] == sign && is_digit(text[1]) && is_digit(text[2]) &&
           text[3] == ':' && is_digit(text[4]) && is_digit(text[5]);
  }

  void take_one_of(std::string_view all) {
    good_ = good_ && !rest_.empty() && all.contains(rest_.front());
    if (good_) rest_.remove_prefix(1);
  }

  int digits(std::size_t count) {
    int out = 0;
    for (; count > 0; --count) {
      good_ = good_ && !rest_.empty() && is_digit(rest_.front());
      if (!good_) return 0;
      out = out * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return out;
  }

  // Reads two digits after a separator.
  int after(char separator) {
    take_one_of({&separator, 1});
    return digits(2);
  }

  // Returns microseconds; further digits are dropped.
  std::int64_t fraction() {
    if (!rest_.starts_with('.')) return 0;
    rest_.remove_prefix(1);
    std::int64_t out = 0;
    std::int64_t worth = kMicroseconds / 10;
    good_ = good_ && !rest_.empty() && is_digit(rest_.front());
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), worth /= 10)
      out += (rest_.front() - '0') * worth;
    return out;
  }

  // Returns seconds east of UTC.
  std::int64_t offset() {
    if (rest_ == "Z" || rest_ == "z") {
      rest_ = {};
      return 0;
    }
    const bool east = is_offset(rest_, '+');
    good_ = good_ && (east || is_offset(rest_, '-'));
    if (good_) rest_.remove_prefix(1);
    const int hours = digits(2);
    const int minutes = after(':');
    good_ = good_ && hours <= 23 && minutes <= 59;
    return (east ? 1 : -1) * (hours * kHour + minutes * kMinute);
  }

  std::string_view rest_;
  bool good_ = true;
  bool lost_plus_ = false;
};

}  // namespace

std::expected<Instant, std::string> parse_time(std::string_view text, TimeFrom from) {
  TimeParser scan(text);
  if (const auto instant = scan.instant()) return *instant;
  if (scan.has_lost_plus() && from == TimeFrom::query)
    return std::unexpected(
        "must be a time, and this one has a space where the `+` of its offset was: write `+` as "
        "%2B, as in 2026-01-31T12:00:00%2B02:00");
  if (scan.has_lost_plus())
    return std::unexpected(
        "must be a time, and this one has a space where the `+` of its offset belongs: write "
        "2026-01-31T12:00:00+02:00");
  return std::unexpected(
      "must be a time such as 2026-01-31T12:00:00Z or 2026-01-31T14:00:00+02:00, or a day such as "
      "2026-01-31, which is its beginning in UTC");
}

std::optional<Instant> parse_http_date(std::string_view text) {
  constexpr std::string_view kDays = "MonTueWedThuFriSatSun";
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  constexpr std::string_view kForm = "ddd, 00 mmm 0000 00:00:00 GMT";
  if (text.size() != kForm.size()) return std::nullopt;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool is_name = kForm[i] == 'd' || kForm[i] == 'm';
    if (kForm[i] == '0' ? !is_digit(text[i]) : !is_name && text[i] != kForm[i]) return std::nullopt;
  }
  const auto place = [](std::string_view names, std::string_view name) -> std::optional<int> {
    const std::size_t at = names.find(name);
    if (at == std::string_view::npos || at % 3 != 0) return std::nullopt;
    return static_cast<int>(at / 3);
  };
  const auto month = place(kMonths, text.substr(8, 3));
  if (!place(kDays, text.substr(0, 3)) || !month) return std::nullopt;
  const auto digits = [&](std::size_t at, std::size_t count) {
    return static_cast<int>(parse_whole(text.substr(at, count)).value_or(0));
  };
  const auto days = days_from_civil(digits(12, 4), *month + 1, digits(5, 2));
  const int hour = digits(17, 2);
  const int minute = digits(20, 2);
  const int second = digits(23, 2);
  if (!days || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return Instant{(*days * kDay + hour * kHour + minute * kMinute + second) * kMicroseconds};
}

}  // namespace patchbay
