// Lookups in an element, and escaping of text.
#include "wire/xml.h"

#include <array>

#include "wire/text_scanner.h"

namespace patchbay::wire::xml {
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

const std::string* Element::attribute(std::string_view key) const {
  for (const auto& [own, value] : attributes)
    if (own == key) return &value;
  return nullptr;
}

const Element* Element::child(std::string_view key) const {
  for (const Element& one : children)
    if (one.name == key) return &one;
  return nullptr;
}

std::string escape(std::string_view text) {
  const auto is_plain = [](char c) { return kPlain[static_cast<unsigned char>(c)]; };
  std::string out;
  out.reserve(text.size());
  for (TextScanner scan(text);;) {
    out += scan.take_while(is_plain);
    if (scan.at_end()) return out;
    if (scan.accept("\uFFFE") || scan.accept("\uFFFF")) continue;
    const char c = scan.peek();
    if (c == '\xEF')
      out += c;
    else
      out += reference_to(c);
    scan.accept(c);
  }
}

}  // namespace patchbay::wire::xml
