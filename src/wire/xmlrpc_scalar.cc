// Reads the leaves of XML-RPC without converting a digit.
#include "wire/xmlrpc_scalar.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace patchbay::wire::xmlrpc {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_base64_digit(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/';
}

// Takes `c` off the front of `text` where it stands there.
bool took(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::string_view take_digits(std::string_view& text) {
  const auto digits = text.substr(0, std::ranges::find_if_not(text, is_digit) - text.begin());
  text.remove_prefix(digits.size());
  return digits;
}

bool took_digits(std::string_view& text, std::size_t count) {
  const std::string_view digits = text.substr(0, count);
  if (digits.size() != count || !std::ranges::all_of(digits, is_digit)) return false;
  text.remove_prefix(count);
  return true;
}

template <typename Whole>
std::optional<Tree> read_whole(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (took(rest, '+') && !std::ranges::all_of(rest, is_digit)) return std::nullopt;
  Whole value = 0;
  const char* const end = rest.data() + rest.size();
  const auto [stop, error] = std::from_chars(rest.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return Tree(std::int64_t{value});
}

bool took_date(std::string_view& text) {
  if (!took_digits(text, 4)) return false;
  const bool dashes = took(text, '-');
  return took_digits(text, 2) && took(text, '-') == dashes && took_digits(text, 2);
}

bool took_time(std::string_view& text) {
  if (!took_digits(text, 2) || !took(text, ':') || !took_digits(text, 2) || !took(text, ':') ||
      !took_digits(text, 2))
    return false;
  return !took(text, '.') || !take_digits(text).empty();
}

bool took_zone(std::string_view& text) {
  if (text.empty() || took(text, 'Z')) return true;
  if (!took(text, '+') && !took(text, '-')) return false;
  if (!took_digits(text, 2)) return false;
  took(text, ':');
  return took_digits(text, 2);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<Tree> read_int32(std::string_view text) { return read_whole<std::int32_t>(text); }
std::optional<Tree> read_int64(std::string_view text) { return read_whole<std::int64_t>(text); }

std::optional<Tree> read_double(std::string_view text) {
  std::string_view rest = trimmed(text);
  std::string number(took(rest, '-') ? "-" : "");
  if (number.empty()) took(rest, '+');
  std::string_view whole = take_digits(rest);
  const bool point = took(rest, '.');
  const std::string_view fraction = point ? take_digits(rest) : std::string_view{};
  if (whole.empty() && fraction.empty()) return std::nullopt;
  while (whole.size() > 1 && took(whole, '0')) {
  }
  number += whole.empty() ? "0" : whole;
  if (!fraction.empty()) number.append(1, '.').append(fraction);
  if (took(rest, 'e') || took(rest, 'E')) {
    number += 'e';
    if (took(rest, '-'))
      number += '-';
    else
      took(rest, '+');
    const std::string_view exponent = take_digits(rest);
    if (exponent.empty()) return std::nullopt;
    number += exponent;
  }
  if (!rest.empty()) return std::nullopt;
  return Tree(Number{std::move(number)});
}

std::optional<Tree> read_boolean(std::string_view text) {
  const std::string_view digit = trimmed(text);
  if (digit != "0" && digit != "1") return std::nullopt;
  return Tree(digit == "1");
}

std::optional<Tree> read_date_time(std::string_view text) {
  const std::string_view whole = trimmed(text);
  std::string_view rest = whole;
  if (!took_date(rest) || !took(rest, 'T') || !took_time(rest) || !took_zone(rest) || !rest.empty())
    return std::nullopt;
  return Tree(whole);
}

std::optional<Tree> read_base64(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (!kSpace.contains(c)) digits += c;
  std::string_view body = digits;
  for (int padding = 0; padding < 2 && body.ends_with('='); ++padding) body.remove_suffix(1);
  if (digits.size() % 4 != 0 || !std::ranges::all_of(body, is_base64_digit)) return std::nullopt;
  return Tree(std::move(digits));
}

}  // namespace patchbay::wire::xmlrpc
