// What a starting server says on standard output: where it is and, in the demo, how to try it.
#pragma once

#include <string>

namespace patchbay::app {

[[nodiscard]] std::string greeting(const std::string& url, bool demo);

}  // namespace patchbay::app
