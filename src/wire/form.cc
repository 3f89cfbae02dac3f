// Reads and writes key=value lists with percent-encoding.
#include "wire/form.h"

#include <algorithm>

#include "base/result.h"
#include "base/utf8.h"
#include "wire/text_scanner.h"

namespace patchbay::wire::form {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

enum class Plus { space, itself };

constexpr bool unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

constexpr bool is_plain(char c) { return c != '%' && c != '+' && c != '\0'; }

// Reads the XX of `%XX`; -1 if they are not two hexadecimal digits.
int read_hex(TextScanner& scan) {
  const std::string_view digits = scan.rest().substr(0, 2);
  if (digits.size() < 2) return -1;
  const int high = hex_value(digits[0]);
  const int low = hex_value(digits[1]);
  if (high < 0 || low < 0) return -1;
  scan.accept(digits);
  return high * 16 + low;
}

std::expected<std::string, ParseError> decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (TextScanner scan(text);;) {
    out += scan.take_while(is_plain);
    if (scan.at_end()) break;
    const std::size_t offset = scan.offset();
    if (scan.accept('+')) {
      out += plus == Plus::space ? ' ' : '+';
      continue;
    }
    const int byte = scan.accept('%') ? read_hex(scan) : 0;
    if (byte == 0) return std::unexpected(ParseError{{}, "U+0000", offset});
    if (byte < 0)
      return std::unexpected(ParseError{{}, "a '%' without two hexadecimal digits", offset});
    out += static_cast<char>(byte);
  }
  if (!utf8::is_valid(out)) return std::unexpected(ParseError{{}, "text that is not UTF-8", 0});
  return out;
}

// Decodes one part of a longer text. `offset` is where the part begins in that text, and `where`
// the key that errors name.
std::expected<std::string, ParseError> decode_part(std::string_view part, std::size_t offset,
                                                   std::string_view where) {
  auto decoded = decode(part, Plus::space);
  if (decoded) return decoded;
  ParseError parse_error = std::move(decoded.error());
  parse_error.where = where;
  parse_error.offset += offset;
  return std::unexpected(std::move(parse_error));
}

std::expected<Pairs::value_type, ParseError> decode_pair(std::string_view piece,
                                                         std::size_t offset) {
  const std::size_t equals = std::min(piece.find('='), piece.size());
  std::string key = TRY(decode_part(piece.substr(0, equals), offset, ""));
  if (key.empty()) return std::unexpected(ParseError{{}, "a value without a key", offset});
  if (equals == piece.size()) return Pairs::value_type{std::move(key), std::string()};
  std::string value = TRY(decode_part(piece.substr(equals + 1), offset + equals + 1, key));
  return Pairs::value_type{std::move(key), std::move(value)};
}

}  // namespace

std::expected<Pairs, ParseError> parse(std::string_view text, Separators separators,
                                       Bounds bounds) {
  const char other = separators == Separators::ampersand ? '&' : ';';
  const auto in_piece = [other](char c) { return c != '&' && c != other; };
  Pairs pairs;
  for (TextScanner scan(text); !scan.at_end(); scan.accept('&') || scan.accept(other)) {
    const std::size_t offset = scan.offset();
    const std::string_view piece = scan.take_while(in_piece);
    if (piece.empty()) continue;
    if (pairs.size() == bounds.pairs_max)
      return std::unexpected(ParseError{{}, "too many fields", offset});
    pairs.push_back(TRY(decode_pair(piece, offset)));
  }
  return pairs;
}

std::expected<std::string, ParseError> decode_component(std::string_view text) {
  return decode(text, Plus::itself);
}

std::string encode_component(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (unreserved(c)) {
      out += c;
      continue;
    }
    out += '%';
    out += kHexDigits[static_cast<unsigned char>(c) >> 4];
    out += kHexDigits[static_cast<unsigned char>(c) & 0xF];
  }
  return out;
}

std::string write(const Pairs& pairs) {
  std::string out;
  for (const auto& [key, value] : pairs) {
    if (!out.empty()) out += '&';
    out += encode_component(key) + '=' + encode_component(value);
  }
  return out;
}

}  // namespace patchbay::wire::form
