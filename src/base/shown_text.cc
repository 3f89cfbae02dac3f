// Copies what is harmless, and writes out the rest.
#include "base/shown_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "base/utf8.h"

namespace patchbay {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
// C0; DEL and C1; marks, embeddings, overrides and isolates of direction; line separators.
constexpr Range kSteering[] = {{0, 0x1F},        {0x7F, 0x9F},     {0x061C, 0x061C},
                               {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}};

bool steers(std::uint32_t point) {
  return std::ranges::any_of(
      kSteering, [&](const Range& each) { return point >= each.first && point <= each.last; });
}

// Takes the first character off `text`, which is valid UTF-8 and not empty.
std::uint32_t take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::uint32_t out = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i)
    out = (out << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  text.remove_prefix(length);
  return out;
}

void append_number(std::string& out, const char* form, std::uint32_t number) {
  char text[16];
  std::snprintf(text, sizeof text, form, static_cast<unsigned>(number));
  out += text;
}

std::string written_out(std::string_view text, bool keeps_lines) {
  std::string out;
  while (!text.empty()) {
    std::string_view good = text.substr(0, utf8::valid_length(text));
    text.remove_prefix(good.size());
    while (!good.empty()) {
      const std::uint32_t point = take_character(good);
      const bool ends_line = point == '\n' || point == '\t';
      if (ends_line && !keeps_lines)
        out += point == '\n' ? "\\n" : "\\t";
      else if (!ends_line && steers(point))
        append_number(out, "\\u%04x", point);
      else
        utf8::append(out, point);
    }
    if (text.empty()) break;
    append_number(out, "\\x%02x", static_cast<unsigned char>(text.front()));
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace

std::string on_one_line(std::string_view text) { return written_out(text, /*keeps_lines=*/false); }

std::string on_lines(std::string_view text) { return written_out(text, /*keeps_lines=*/true); }

}  // namespace patchbay
