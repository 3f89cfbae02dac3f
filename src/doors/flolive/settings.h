// The settings of this door.
#pragma once

namespace patchbay::doors::flolive {

struct DialectSettings {
  bool ignore_unknown = false;  // unknown members become warnings
};

}  // namespace patchbay::doors::flolive
