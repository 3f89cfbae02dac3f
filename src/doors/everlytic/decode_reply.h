// Decodes the reply to a call of either transport.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::everlytic {

[[nodiscard]] Result<Reply> decode_reply(ClientCall call, const http::Response& response);
[[nodiscard]] Result<Reply> decode_rpc_reply(ClientCall call, const http::Response& response);

}  // namespace patchbay::doors::everlytic
