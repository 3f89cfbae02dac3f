// The command `migrate`.
#pragma once

#include <string>

namespace patchbay::app {

// Copies the store in `from` to `to`: each is `sqlite:DIR`, a folder, or `postgresql://…`. Then
// compares and verifies both. Continues an interrupted copy. Returns the exit code.
[[nodiscard]] int migrate(std::string from, std::string to);

}  // namespace patchbay::app
