// The settings of this door.
#pragma once

#include <cstdint>

namespace patchbay::doors::enswitch {

struct DialectSettings {
  bool ignore_unknown = false;    // unknown parameters become warnings
  bool events_url_keeps = false;  // an update without events_url keeps it
  std::int64_t ids_of = 0;        // the outside system whose ids callers have; 0: none
};

}  // namespace patchbay::doors::enswitch
