// Where the caller reached the server, for links in replies.
#pragma once

#include <string>

#include "http/message.h"

namespace patchbay::doors {

// "http://host:port", from the header Host. Empty if the header is not valid in a URL: links then
// have no host.
[[nodiscard]] std::string base_url_of(const http::Request& request);

}  // namespace patchbay::doors
