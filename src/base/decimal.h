// Exact decimal numbers, for money and percentages.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace patchbay {

// A decimal of at most 18 digits before and 6 after the point. It keeps the number of fraction
// digits it was written with (`12.50` prints as `12.50`) and compares by value (12.50 == 12.5).
class Decimal {
 public:
  static constexpr int kWholeDigitsMax = 18;
  static constexpr int kFractionDigitsMax = 6;

  Decimal() = default;
  explicit Decimal(std::int64_t whole);

  enum class ParseFailure { not_a_number, too_many_digits };
  // Parses `-?digits[.digits]`, without white space, leading `+` or exponent. Leading zeros are
  // dropped before the digits are counted.
  [[nodiscard]] static std::expected<Decimal, ParseFailure> parse(std::string_view text);

  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool is_negative() const { return units_ < 0; }
  [[nodiscard]] bool is_zero() const { return units_ == 0; }

  // Returns the number if it is whole and fits 64 bits.
  [[nodiscard]] std::optional<std::int64_t> whole() const;

  // Returns the exact sum, or nothing if it needs more than 18 digits before the point.
  [[nodiscard]] std::optional<Decimal> plus(const Decimal& other) const;

  friend bool operator==(const Decimal& a, const Decimal& b) { return a.units_ == b.units_; }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    return a.units_ < b.units_   ? std::strong_ordering::less
           : a.units_ > b.units_ ? std::strong_ordering::greater
                                 : std::strong_ordering::equal;
  }

 private:
  __extension__ typedef __int128 Units;
  Units units_ = 0;  // millionths
  int scale_ = 0;    // fraction digits to print
};

}  // namespace patchbay
