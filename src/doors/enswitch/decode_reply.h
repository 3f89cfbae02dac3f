// Decodes the reply to a call.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::enswitch {

[[nodiscard]] Result<doors::Reply> decode_reply(ClientCall call, const http::Response& response);

}  // namespace patchbay::doors::enswitch
