// The settings of this door.
#pragma once

namespace patchbay::doors::enswitch {

struct DialectSettings {
  bool ignore_unknown = false;    // unknown parameters become warnings
  bool events_url_keeps = false;  // an update without events_url keeps it
};

}  // namespace patchbay::doors::enswitch
