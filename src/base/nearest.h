// The nearest known name, for "did you mean".
#pragma once

#include <span>
#include <string_view>

namespace patchbay {

// The candidate with the fewest edits (insert, delete, replace, swap neighbours) from `name`, or an
// empty view where none is near: the same name in other case, or within one edit of a name of 3 to
// 5 bytes, two of one of 6 or 7, three of a longer one. ASCII letters are the same in either case.
// Names and candidates of more than 64 bytes are near to nothing. Takes no memory; some
// microseconds for a hundred candidates.
[[nodiscard]] std::string_view nearest(std::string_view name,
                                       std::span<const std::string_view> candidates);

}  // namespace patchbay
