// Cells that a spreadsheet program would take for a formula.
#pragma once

#include <string>
#include <string_view>

namespace patchbay::app {

// Returns `text` with an apostrophe before it if a spreadsheet program would take it, or what
// follows its apostrophes, for a formula: if it begins with = + - @, a tab, a CR, or a wide form of
// the first four.
[[nodiscard]] std::string defused(std::string_view text);
// Returns what defused() was given.
[[nodiscard]] std::string_view undefused(std::string_view text);

}  // namespace patchbay::app
