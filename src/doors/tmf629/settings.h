// The settings of this door.
#pragma once

#include <cstdint>

namespace patchbay::doors::tmf629 {

// Where the releases of the standard differ, each has a path.
struct DialectSettings {
  std::int64_t ids_of = 0;  // the outside system whose ids callers have; 0: none
};

}  // namespace patchbay::doors::tmf629
