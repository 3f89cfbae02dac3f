// The settings of this door.
#pragma once

#include <cstdint>

namespace patchbay::doors::everlytic {

struct DialectSettings {
  bool ignore_unknown = false;  // unknown properties become warnings
  bool require_name_and_email = false;
  std::int64_t ids_of = 0;  // the outside system whose ids callers have; 0: none
};

}  // namespace patchbay::doors::everlytic
