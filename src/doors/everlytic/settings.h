// The settings of this door.
#pragma once

namespace patchbay::doors::everlytic {

struct DialectSettings {
  bool ignore_unknown = false;  // unknown properties become warnings
  bool require_name_and_email = false;
};

}  // namespace patchbay::doors::everlytic
