// Encodes a call for either transport.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::everlytic {

[[nodiscard]] EncodedCall encode_call(const core::Call& call, const ClientContext& context);
// The same as an XML-RPC method call.
[[nodiscard]] EncodedCall encode_rpc_call(const core::Call& call, const ClientContext& context);

}  // namespace patchbay::doors::everlytic
