// Encodes a call as a command.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::m2mportal {

[[nodiscard]] EncodedCall encode_call(const core::Call& call, const ClientContext& context);

}  // namespace patchbay::doors::m2mportal
