// The header Prefer: what a client would like, a list of preferences over any number of lines (RFC
// 7240). What is not known here is passed over, as the standard wants it.
#pragma once

#include "http/message.h"

namespace patchbay::doors {

struct Preferences {
  enum class Return { unsaid, minimal, representation };
  bool rebase = false;  // handling=rebase
  Return reply = Return::unsaid;
};

// Of a preference that is given more than once the first counts. Linear in the header's length.
[[nodiscard]] Preferences read_preferences(const http::Request& request);

}  // namespace patchbay::doors
