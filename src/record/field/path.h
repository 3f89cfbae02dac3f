// Paths: the address of a value in a record, which is a field and, for a field of a part, the part.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/uuid.h"
#include "record/field/field.h"

namespace patchbay {

struct Path {
  Field field{};
  Uuid part;  // nil for a field of the customer itself

  // The customer's own fields come first, then each address with its fields, then each contact.
  friend std::strong_ordering operator<=>(const Path& a, const Path& b) {
    if (const auto by_section = section_of(a.field) <=> section_of(b.field); by_section != 0)
      return by_section;
    if (const auto by_part = a.part <=> b.part; by_part != 0) return by_part;
    return a.field <=> b.field;
  }
  friend bool operator==(const Path&, const Path&) = default;
};

// Converts to and from "name" or "addresses/<uuid>/street". A part that a rehearsal would create is
// written as "new-1".
[[nodiscard]] std::string text(const Path& path);
[[nodiscard]] std::optional<Path> parse_path(std::string_view text);

}  // namespace patchbay
