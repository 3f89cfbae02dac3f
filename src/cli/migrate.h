// The command `migrate`.
#pragma once

#include <string>

namespace patchbay::app {

// Copies the store in `from` to `to`: each `sqlite:DIR`, a folder, or `postgresql://…`; then holds
// both against themselves. Goes on where it was interrupted. The exit code.
[[nodiscard]] int migrate(std::string from, std::string to);

}  // namespace patchbay::app
