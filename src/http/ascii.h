// ASCII character classes and case-insensitive comparison as HTTP defines them, independent of the
// locale.
#pragma once

#include <algorithm>
#include <string_view>

namespace patchbay::http::ascii {

[[nodiscard]] constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

[[nodiscard]] constexpr bool is_alphanumeric(char c) {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
}

[[nodiscard]] constexpr bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// A character of a token (RFC 9110, section 5.6.2): methods and header names consist of these.
[[nodiscard]] constexpr bool is_token(char c) {
  return is_alphanumeric(c) || std::string_view{"!#$%&'*+-.^_`|~"}.contains(c);
}

// Whether the two are equal when ASCII case is ignored.
[[nodiscard]] constexpr bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace patchbay::http::ascii
