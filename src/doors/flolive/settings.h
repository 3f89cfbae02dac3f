// The settings of this door.
#pragma once

#include <cstdint>

namespace patchbay::doors::flolive {

struct DialectSettings {
  bool ignore_unknown = false;  // unknown members become warnings
  std::int64_t ids_of = 0;      // the outside system whose ids callers have; 0: none
};

}  // namespace patchbay::doors::flolive
