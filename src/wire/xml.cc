// Lookups in an element, and escaping.
#include "wire/xml.h"

#include "base/xml_escape.h"

namespace patchbay::wire::xml {

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

std::string escape(std::string_view text) { return xml_escaped(text); }

}  // namespace patchbay::wire::xml
