// Decodes the reply to a command.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::m2mportal {

[[nodiscard]] Result<Reply> decode_reply(ClientCall call, const http::Response& response);

}  // namespace patchbay::doors::m2mportal
