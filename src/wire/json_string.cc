// Reads string literals: copies runs of plain bytes at once, and escapes one by one.
#include "wire/json_string.h"

#include <array>
#include <cstdint>
#include <optional>

#include "base/utf8.h"

namespace patchbay::wire::json {
namespace {

constexpr const char* kLoneSurrogate = "a surrogate without its partner";

// The bytes that need no escape.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < plain.size(); ++byte) plain[byte] = true;
  plain['"'] = plain['\\'] = false;
  return plain;
}();

// The byte that `\c` means, or NUL if `\c` is not an escape for one byte.
constexpr char escaped(char c) {
  // clang-format off
  switch (c) {
    case '"': case '\\': case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default:  return '\0';
  }
  // clang-format on
}

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char letter = static_cast<char>(c | 0x20);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// Reads the XXXX of \uXXXX.
std::optional<std::uint32_t> read_hex(TextScanner& scan) {
  std::uint32_t code = 0;
  for (int count = 0; count < 4; ++count) {
    const char c = scan.peek();
    const int digit = hex_value(c);
    if (digit < 0) return std::nullopt;
    code = code * 16 + static_cast<std::uint32_t>(digit);
    scan.accept(c);
  }
  return code;
}

// Reads the XXXX of \uXXXX, and the second \uXXXX that must follow a leading surrogate.
const char* read_code_point(TextScanner& scan, std::string& out) {
  constexpr const char* kNoDigits = "expected four hexadecimal digits";
  auto code = read_hex(scan);
  if (!code) return kNoDigits;
  if (*code == 0) return "U+0000 in a string";
  if (*code >= 0xDC00 && *code <= 0xDFFF) return kLoneSurrogate;
  if (*code >= 0xD800 && *code <= 0xDBFF) {
    if (!scan.accept("\\u")) return kLoneSurrogate;
    const auto trail = read_hex(scan);
    if (!trail) return kNoDigits;
    if (*trail < 0xDC00 || *trail > 0xDFFF) return kLoneSurrogate;
    code = 0x10000 + ((*code - 0xD800) << 10) + (*trail - 0xDC00);
  }
  utf8::append(out, *code);
  return nullptr;
}

const char* read_escape(TextScanner& scan, std::string& out) {
  if (scan.accept('u')) return read_code_point(scan, out);
  const char c = scan.peek();
  if (escaped(c) == '\0') return "an unknown escape in a string";
  out += escaped(c);
  scan.accept(c);
  return nullptr;
}

}  // namespace

const char* read_string(TextScanner& scan, std::string& out) {
  const std::size_t first = scan.offset();
  unsigned char bits = 0;
  const auto is_plain = [&bits](char c) {
    const auto byte = static_cast<unsigned char>(c);
    bits |= byte;
    return kPlain[byte];
  };
  scan.accept('"');
  for (;;) {
    out += scan.take_while(is_plain);
    if (scan.accept('"')) break;
    if (scan.at_end()) return "a string without its closing quote";
    if (!scan.accept('\\')) return "a control character in a string";
    if (const char* wrong = read_escape(scan, out)) return wrong;
  }
  if (bits >= 0x80 && !utf8::is_valid(scan.since(first))) return "a string that is not UTF-8";
  return nullptr;
}

}  // namespace patchbay::wire::json
