// Looking into an element, and escaping text for one.
#include "wire/xml.h"

namespace patchbay::wire::xml {
namespace {

// U+FFFE and U+FFFF, which UTF-8 can spell and XML cannot carry.
constexpr bool is_noncharacter(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

constexpr bool is_forbidden(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n';
}

// How `c` is written where it cannot stand for itself, or nothing. A reader would take a bare
// carriage return for a line feed.
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
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (const std::string_view reference = reference_to(c); !reference.empty())
      out += reference;
    else if (is_noncharacter(text.substr(i)))
      i += 2;
    else if (!is_forbidden(c))
      out += c;
  }
  return out;
}

}  // namespace patchbay::wire::xml
