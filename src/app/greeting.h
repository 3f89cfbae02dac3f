// What a starting server says on standard output: where it is and, in the demo, how to try it.
#pragma once

#include <string>

namespace patchbay::app {

struct Greeted {
  std::string url;
  bool is_demo = false;
  bool is_kept = true;  // the data are on disk
};
[[nodiscard]] std::string greeting(const Greeted& server);

}  // namespace patchbay::app
