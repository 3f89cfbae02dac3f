// Decimals as a whole number of millionths in 128 bits.
#include "base/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace patchbay {
namespace {

constexpr std::int64_t kOne = 1'000'000;

bool digits_only(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Decimal::Decimal(std::int64_t whole) : units_(static_cast<Units>(whole) * kOne) {}

std::expected<Decimal, Decimal::ParseFailure> Decimal::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const std::string_view whole_text = text.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole_text.empty() || !digits_only(whole_text) || !digits_only(fraction) ||
      (point != std::string_view::npos && fraction.empty()))
    return std::unexpected(ParseFailure::not_a_number);
  const auto first = std::min(whole_text.find_first_not_of('0'), whole_text.size());
  const std::string_view whole = whole_text.substr(first);
  if (whole.size() > kWholeDigitsMax || fraction.size() > kFractionDigitsMax)
    return std::unexpected(ParseFailure::too_many_digits);
  Decimal out;
  for (const char c : whole) out.units_ = out.units_ * 10 + (c - '0');
  for (const char c : fraction) out.units_ = out.units_ * 10 + (c - '0');
  for (std::size_t i = fraction.size(); i < kFractionDigitsMax; ++i) out.units_ *= 10;
  if (negative) out.units_ = -out.units_;
  out.scale_ = static_cast<int>(fraction.size());
  return out;
}

// There are at most 18 digits before the point, so after one 128-bit division both parts fit 64
// bits.
std::string Decimal::text() const {
  const Units positive = units_ < 0 ? -units_ : units_;
  std::array<char, 1 + kWholeDigitsMax + 1 + kFractionDigitsMax + 1> digits;
  char* at = digits.data();
  if (units_ < 0) *at++ = '-';
  at = std::to_chars(at, digits.end(), static_cast<std::uint64_t>(positive / kOne)).ptr;
  if (scale_ > 0) {
    *at++ = '.';
    auto rest = static_cast<std::int64_t>(positive % kOne);
    for (std::int64_t unit = kOne / 10; unit >= 1; unit /= 10) {
      *at++ = static_cast<char>('0' + rest / unit);
      rest %= unit;
    }
    at -= kFractionDigitsMax - scale_;
  }
  return {digits.data(), at};
}

std::optional<std::int64_t> Decimal::whole() const {
  const Units whole = units_ / kOne;
  if (whole * kOne != units_ || whole > INT64_MAX || whole < INT64_MIN) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

std::optional<Decimal> Decimal::plus(const Decimal& other) const {
  constexpr Units kBound = static_cast<Units>(1'000'000'000'000'000'000) * kOne;
  Decimal out;
  out.units_ = units_ + other.units_;
  out.scale_ = std::max(scale_, other.scale_);
  if (out.units_ >= kBound || out.units_ <= -kBound) return std::nullopt;
  return out;
}

}  // namespace patchbay
