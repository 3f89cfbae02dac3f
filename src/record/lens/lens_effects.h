// What writing through a lens does to single fields, without looking at a record.
#pragma once

#include <vector>

#include "record/lens/lens.h"

namespace patchbay {

// One field that is set or cleared.
struct FieldWrite {
  PartRef part;
  Field field{};
  Edit edit;
  bool operator==(const FieldWrite&) const = default;
};

// Returns the fields that write_value would set and clear for `edit`, the one that takes the value
// first. Empty for lenses that are read-only, and for Lens::part and Lens::parts, which remove
// whole parts. Empty text counts as Clear.
[[nodiscard]] std::vector<FieldWrite> writes_of(const Target& target, const Edit& edit);

}  // namespace patchbay
