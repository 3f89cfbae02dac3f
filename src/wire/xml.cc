// Looking into an element, and escaping text for one.
#include "wire/xml.h"

namespace patchbay::wire::xml {
namespace {

// U+FFFE and U+FFFF, which UTF-8 can spell and XML cannot carry.
constexpr bool is_noncharacter(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

}  // namespace

const std::string* Element::attribute(std::string_view key) const {
  for (const auto& [name_of, value] : attributes)
    if (name_of == key) return &value;
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
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '\n':
      case '\t':
        out += c;
        break;
      case '\xEF':
        if (is_noncharacter(text.substr(i)))
          i += 2;
        else
          out += c;
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

}  // namespace patchbay::wire::xml
