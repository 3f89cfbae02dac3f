// Encodes a call as a JSON request.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::flolive {

[[nodiscard]] EncodedCall encode_call(const core::Call& call, const ClientContext& context);

}  // namespace patchbay::doors::flolive
