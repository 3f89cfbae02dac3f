// Reads the leaf values of XML-RPC without converting digits.
#include "wire/xmlrpc_scalar_reader.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "wire/text_scanner.h"

namespace patchbay::wire::xmlrpc {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

constexpr bool is_base64_digit(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/';
}

template <typename Whole>
std::optional<Tree> read_whole(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (rest.starts_with('+')) {
    rest.remove_prefix(1);
    if (rest.starts_with('-')) return std::nullopt;
  }
  Whole value = 0;
  const char* const end = rest.data() + rest.size();
  const auto [stop, error] = std::from_chars(rest.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return Tree(std::int64_t{value});
}

bool accept_date(TextScanner& scan) {
  if (!scan.accept_digits(4)) return false;
  const bool dashes = scan.accept('-');
  return scan.accept_digits(2) && scan.accept('-') == dashes && scan.accept_digits(2);
}

bool accept_time(TextScanner& scan) {
  if (!scan.accept_digits(2) || !scan.accept(':') || !scan.accept_digits(2) || !scan.accept(':') ||
      !scan.accept_digits(2))
    return false;
  return !scan.accept('.') || !scan.take_digits().empty();
}

bool accept_zone(TextScanner& scan) {
  if (scan.at_end() || scan.accept('Z')) return true;
  if (!scan.accept('+') && !scan.accept('-')) return false;
  if (!scan.accept_digits(2)) return false;
  scan.accept(':');
  return scan.accept_digits(2);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<Tree> read_int8(std::string_view text) {
  // std::from_chars would read a char as a character.
  const auto read = read_whole<std::int16_t>(text);
  const auto value = read ? std::stoi(read->number()->text) : 128;
  return value >= -128 && value <= 127 ? read : std::nullopt;
}
std::optional<Tree> read_int16(std::string_view text) { return read_whole<std::int16_t>(text); }
std::optional<Tree> read_int32(std::string_view text) { return read_whole<std::int32_t>(text); }
std::optional<Tree> read_int64(std::string_view text) { return read_whole<std::int64_t>(text); }

std::optional<Tree> read_double(std::string_view text) {
  TextScanner scan(trimmed(text));
  std::string number(scan.accept('-') ? "-" : "");
  if (number.empty()) scan.accept('+');
  const std::string_view whole = scan.take_digits();
  const std::string_view fraction = scan.accept('.') ? scan.take_digits() : std::string_view{};
  if (whole.empty() && fraction.empty()) return std::nullopt;
  const std::size_t significant = whole.find_first_not_of('0');
  number += significant == std::string_view::npos ? "0" : whole.substr(significant);
  if (!fraction.empty()) number.append(1, '.').append(fraction);
  if (scan.accept('e') || scan.accept('E')) {
    number += 'e';
    if (scan.accept('-'))
      number += '-';
    else
      scan.accept('+');
    const std::string_view exponent = scan.take_digits();
    if (exponent.empty()) return std::nullopt;
    number += exponent;
  }
  if (!scan.at_end()) return std::nullopt;
  return Tree(Number{std::move(number)});
}

std::optional<Tree> read_integer(std::string_view text) {
  auto number = read_double(text);
  if (!number || number->number()->text.find_first_of(".e") != std::string::npos)
    return std::nullopt;
  return number;
}

std::optional<Tree> read_boolean(std::string_view text) {
  const std::string_view digit = trimmed(text);
  if (digit != "0" && digit != "1") return std::nullopt;
  return Tree(digit == "1");
}

std::optional<Tree> read_date_time(std::string_view text) {
  TextScanner scan(trimmed(text));
  if (!accept_date(scan) || !scan.accept('T') || !accept_time(scan) || !accept_zone(scan) ||
      !scan.at_end())
    return std::nullopt;
  return Tree(Object{{"dateTime.iso8601", Tree(scan.since(0))}});
}

std::optional<Tree> read_base64(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (!kSpace.contains(c)) digits += c;
  std::string_view body = digits;
  for (int padding = 0; padding < 2 && body.ends_with('='); ++padding) body.remove_suffix(1);
  if (digits.size() % 4 != 0 || !std::ranges::all_of(body, is_base64_digit)) return std::nullopt;
  return Tree(Object{{"base64", Tree(std::move(digits))}});
}

}  // namespace patchbay::wire::xmlrpc
