// Escapes JSON strings, and writes whole numbers.
#include "base/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace patchbay {
namespace {

// The letter of the short escape for `c`, or NUL if there is none.
constexpr char short_escape(char c) {
  // clang-format off
  switch (c) {
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default:   return '\0';
  }
  // clang-format on
}

void append_escape(std::string& out, char c, JsonEscapes escapes) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  const char letter = escapes == JsonEscapes::letters ? short_escape(c) : '\0';
  const auto byte = static_cast<unsigned char>(c);
  out += '\\';
  if (byte >= 0x20)
    out += c;
  else if (letter != '\0')
    out += letter;
  else
    out.append("u00").append(1, kHexDigits[byte >> 4]).append(1, kHexDigits[byte & 0xF]);
}

}  // namespace

void append_json_escaped(std::string& out, std::string_view text, JsonEscapes escapes) {
  for (;;) {
    const std::size_t plain = json_plain_run(text).length;
    out.append(text, 0, plain);
    if (plain == text.size()) return;
    append_escape(out, text[plain], escapes);
    text.remove_prefix(plain + 1);
  }
}

void append_json_whole(std::string& out, std::int64_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void JsonAppender::put_whole(std::int64_t number) {
  constexpr std::size_t kDigitsMax = 20;  // with a sign
  char* const to = room(kDigitsMax);
  size_ += static_cast<std::size_t>(std::to_chars(to, to + kDigitsMax, number).ptr - to);
}

void JsonAppender::grow(std::size_t bytes) {
  const std::size_t wanted = std::max({text_.capacity(), 2 * size_, size_ + bytes});
  text_.resize_and_overwrite(wanted, [](char*, std::size_t size) { return size; });
}

void JsonAppender::put_escaped(std::string_view text, JsonEscapes escapes) {
  std::string escaped;
  append_json_text(escaped, text, escapes);
  put(escaped);
}

}  // namespace patchbay
