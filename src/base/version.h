// The version of the program.
#pragma once

#include <string>

namespace patchbay {

// A semantic version, "1.2.3", as CMakeLists.txt has it.
[[nodiscard]] const std::string& program_version();

}  // namespace patchbay
