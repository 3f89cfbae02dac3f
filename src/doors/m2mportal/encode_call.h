// Encodes a call as a command.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::m2mportal {

[[nodiscard]] EncodedCall encode_call(const core::Call& call, const ClientContext& context);

// Replaces the element `authentication`; false if the body has none.
[[nodiscard]] bool put_credentials(http::Request& request, const core::Credentials& credentials);

}  // namespace patchbay::doors::m2mportal
