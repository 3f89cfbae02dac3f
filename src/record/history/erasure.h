// What erasing a person leaves in the record and in history.
#pragma once

#include <string_view>

namespace patchbay {

// The action of the entry that erases a person. Personal values of entries before it, and what it
// replaced itself, may be gone from history.
inline constexpr std::string_view kEraseAction = "erase";
// Stands in the place of a name, which every customer must have.
inline constexpr std::string_view kErasedName = "erased";

}  // namespace patchbay
