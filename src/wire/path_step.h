// The position of a reader inside a document, as a chain on its stack. It costs nothing until it is
// printed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace patchbay::wire {

// One step from `outer` (null at the root): into the member `key`, or into the item `index` if
// `key` has no data. Must not outlive what it points to.
struct PathStep {
  const PathStep* outer = nullptr;
  std::string_view key;
  std::size_t index = 0;
};

// The path as people write it: "address[0].title". The root is "".
[[nodiscard]] std::string path_text(const PathStep& step);

}  // namespace patchbay::wire
