// Decodes the reply to a call.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::template_dialect {

[[nodiscard]] Result<Reply> decode_reply(ClientCall call, const http::Response& response);

}  // namespace patchbay::doors::template_dialect
