// Copies plain stretches whole.
#include "base/xml_escape.h"

#include <algorithm>
#include <array>

namespace patchbay {
namespace {

// How `c` is written if it must be escaped; empty if XML cannot carry it. A reader would turn a
// bare carriage return into a line feed.
constexpr std::string_view reference_to(char c) {
  // clang-format off
  switch (c) {
    case '&':  return "&amp;";
    case '<':  return "&lt;";
    case '>':  return "&gt;";
    case '"':  return "&quot;";
    case '\'': return "&#39;";
    case '\r': return "&#13;";
    default:   return {};
  }
  // clang-format on
}

// The bytes that need no escape. 0xEF may begin U+FFFE or U+FFFF, which XML cannot carry.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < plain.size(); ++byte)
    plain[byte] = byte != 0xEF && reference_to(static_cast<char>(byte)).empty();
  plain['\t'] = plain['\n'] = true;
  return plain;
}();

}  // namespace

std::string xml_escaped(std::string_view text) {
  const auto is_plain = [](char c) { return kPlain[static_cast<unsigned char>(c)]; };
  std::string out;
  out.reserve(text.size());
  while (true) {
    const auto plain =
        static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return out;
    if (text.starts_with("\uFFFE") || text.starts_with("\uFFFF")) {
      text.remove_prefix(std::string_view("\uFFFE").size());
      continue;
    }
    if (text.front() == '\xEF')
      out += text.front();
    else
      out += reference_to(text.front());
    text.remove_prefix(1);
  }
}

}  // namespace patchbay
