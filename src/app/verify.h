// The command `verify`.
#pragma once

#include <string>

namespace patchbay::app {

// Holds the store in `place` against itself, telling how far it is where the terminal shows it.
// Prints what was looked at, or the first difference. The exit code: 0 whole, 1 not, 2 not
// readable.
[[nodiscard]] int verify(const std::string& place);

}  // namespace patchbay::app
