// Encodes a call as a request to a server of this dialect.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::template_dialect {

[[nodiscard]] EncodedCall encode_call(const core::Call& call, const ClientContext& context);

}  // namespace patchbay::doors::template_dialect
