// Where in a document a reader stands, as a chain on its stack that costs nothing until asked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace patchbay::wire {

// One step from `outer` (null at the top): into the member `key`, or into the item `index` where
// `key` has no data. Lives no longer than what it points to.
struct Place {
  const Place* outer = nullptr;
  std::string_view key;
  std::size_t index = 0;
};

// The path as people write it: "address[0].title"; the top is "".
[[nodiscard]] std::string path_to(const Place& place);

}  // namespace patchbay::wire
