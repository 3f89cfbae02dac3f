// Decodes the reply to a call.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::flolive {

[[nodiscard]] Result<Reply> decode_reply(ClientCall call, const http::Response& response);

}  // namespace patchbay::doors::flolive
