// Where in a document a reader stands, as a chain on its stack that costs nothing until asked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace patchbay::wire {

// One step from `outer` (null at the top): into the member `key`, or into the item `index` where
// `key` has no data. Lives no longer than what it points to.
struct PathStep {
  const PathStep* outer = nullptr;
  std::string_view key;
  std::size_t index = 0;
};

// The path as people write it: "address[0].title"; the top is "".
[[nodiscard]] std::string path_text(const PathStep& step);

}  // namespace patchbay::wire
