// Requests that a script in a browser sends.
#pragma once

#include "http/message.h"

namespace patchbay::app {

// Whether a script in a browser sent the request, as its header Sec-Fetch-Dest or X-CSRF-Token
// says.
[[nodiscard]] bool is_by_script(const http::Request& request);
// Asks for a token instead of a name and password. Otherwise a browser would show its own
// sign-in dialog when a script's request is refused.
void ask_for_token(http::Response& response);

}  // namespace patchbay::app
