// The commit from which the program was built.
#pragma once

#include <string_view>

namespace patchbay::app {

// The full hash, or the text of the variable PATCHBAY_COMMIT when the program was built; "unknown"
// if there was neither a repository nor that variable. cmake/commit.cmake writes its source.
[[nodiscard]] std::string_view build_commit();

}  // namespace patchbay::app
