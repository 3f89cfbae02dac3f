// Decimals: text, sums and order are those of a reference that calculates with strings of digits.
#include <algorithm>
#include <optional>
#include <string>

#include "base/decimal.h"
#include "must.h"

using patchbay::Decimal;
using patchbay::fuzz::must;
using patchbay::fuzz::text_of;

namespace {

// A sign and 18 + 6 digits. Zero is not negative.
struct DigitString {
  bool negative = false;
  std::string digits;
  std::size_t scale = 0;  // how many digits after the point were written
};

// Returns nothing if the text is not `-?digits[.digits]` or has too many digits.
std::optional<DigitString> read(std::string_view text) {
  DigitString out;
  out.negative = !text.empty() && text[0] == '-';
  std::string whole;
  std::string fraction;
  bool after_point = false;
  for (const char c : text.substr(out.negative ? 1 : 0)) {
    if (c == '.') {
      if (after_point) return std::nullopt;
      after_point = true;
    } else if (c < '0' || c > '9') {
      return std::nullopt;
    } else {
      (after_point ? fraction : whole) += c;
    }
  }
  if (whole.empty() || (after_point && fraction.empty())) return std::nullopt;
  whole.erase(0, whole.find_first_not_of('0'));
  if (whole.size() > Decimal::kWholeDigitsMax || fraction.size() > Decimal::kFractionDigitsMax)
    return std::nullopt;
  out.scale = fraction.size();
  out.digits = std::string(Decimal::kWholeDigitsMax - whole.size(), '0') + whole + fraction +
               std::string(Decimal::kFractionDigitsMax - fraction.size(), '0');
  if (out.digits.find_first_not_of('0') == std::string::npos) out.negative = false;
  return out;
}

std::string print(const DigitString& number) {
  std::string whole = number.digits.substr(0, Decimal::kWholeDigitsMax);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  const std::string fraction = number.digits.substr(Decimal::kWholeDigitsMax, number.scale);
  return (number.negative ? "-" : "") + whole + (number.scale > 0 ? "." + fraction : "");
}

int compare(const DigitString& a, const DigitString& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  const int order = a.digits.compare(b.digits);
  const int sign = order < 0 ? -1 : order > 0 ? 1 : 0;
  return a.negative ? -sign : sign;
}

// Adds or subtracts digit by digit, as on paper; `larger` has the larger digits. Nothing if a digit
// is carried out of the first place.
std::optional<DigitString> add(const DigitString& larger, const DigitString& smaller) {
  DigitString out = larger;
  out.scale = std::max(larger.scale, smaller.scale);
  const int sign = larger.negative == smaller.negative ? 1 : -1;
  int carry = 0;
  for (std::size_t i = out.digits.size(); i-- > 0;) {
    const int digit = (larger.digits[i] - '0') + sign * (smaller.digits[i] - '0') + carry;
    carry = digit > 9 ? 1 : digit < 0 ? -1 : 0;
    out.digits[i] = static_cast<char>('0' + digit - 10 * carry);
  }
  if (carry != 0) return std::nullopt;
  if (out.digits.find_first_not_of('0') == std::string::npos) out.negative = false;
  return out;
}

std::optional<DigitString> sum(const DigitString& a, const DigitString& b) {
  return a.digits < b.digits ? add(b, a) : add(a, b);
}

void must_be(const Decimal& value, const DigitString& want) {
  must(value.text() == print(want));
  must(value.is_negative() == want.negative);
  const std::string whole = print({want.negative, want.digits, 0});
  const bool is_whole = want.digits.ends_with("000000");
  must(value.is_zero() == (is_whole && whole == "0"));
  must(value.whole().has_value() == is_whole);
  if (is_whole) must(std::to_string(*value.whole()) == whole);
  const auto again = Decimal::parse(value.text());
  must(again && *again == value && again->text() == value.text());
}

}  // namespace

// Two numbers, with a line break between them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view first = text.substr(0, end);
  const std::string_view second = text.substr(std::min(end + 1, text.size()));
  const auto a = Decimal::parse(first);
  const auto b = Decimal::parse(second);
  const auto want_a = read(first);
  const auto want_b = read(second);
  must(a.has_value() == want_a.has_value() && b.has_value() == want_b.has_value());
  if (a) must_be(*a, *want_a);
  if (!a || !b) return 0;
  const int order = compare(*want_a, *want_b);
  must((*a < *b) == (order < 0) && (*a == *b) == (order == 0) && (*a > *b) == (order > 0));
  const auto total = a->plus(*b);
  const auto want = sum(*want_a, *want_b);
  must(total.has_value() == want.has_value());
  if (total) must_be(*total, *want);
  const auto other = b->plus(*a);
  must(other.has_value() == total.has_value() && (!total || other->text() == total->text()));
  return 0;
}
