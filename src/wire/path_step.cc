// Prints paths.
#include "wire/path_step.h"

namespace patchbay::wire {

std::string path_text(const PathStep& step) {
  if (step.outer == nullptr) return {};
  std::string path = path_text(*step.outer);
  if (step.key.data() == nullptr) return path += '[' + std::to_string(step.index) + ']';
  if (!path.empty()) path += '.';
  return path += step.key;
}

}  // namespace patchbay::wire
