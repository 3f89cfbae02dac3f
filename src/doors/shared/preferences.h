// The header Prefer: a list of preferences over any number of lines (RFC 7240). Unknown preferences
// are ignored, as the standard requires.
#pragma once

#include "http/message.h"

namespace patchbay::doors {

struct Preferences {
  enum class Return { unsaid, minimal, representation };
  bool rebase = false;         // handling=rebase
  bool respond_async = false;  // for doors whose standard has monitors
  Return reply = Return::unsaid;
};

// If a preference is repeated, the first one counts. Linear in the header's length.
[[nodiscard]] Preferences read_preferences(const http::Request& request);

}  // namespace patchbay::doors
