// The nearest known name, for "did you mean".
#pragma once

#include <span>
#include <string_view>

namespace patchbay {

// Returns the candidate with the fewest edits (insert, delete, replace, swap neighbours) from
// `name`, or an empty view if none is near. Near means: the same name in other case, or at most one
// edit for names of 3 to 5 bytes, two for 6 or 7, three for longer ones. ASCII case is ignored.
// Names and candidates of more than 64 bytes are never near. Allocates nothing; takes some
// microseconds for a hundred candidates.
[[nodiscard]] std::string_view nearest(std::string_view name,
                                       std::span<const std::string_view> candidates);

}  // namespace patchbay
