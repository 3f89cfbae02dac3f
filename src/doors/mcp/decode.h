// Decodes a message into a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::mcp {

[[nodiscard]] DecodedRequest decode(const RoutedRequest& routed, const Settings& settings);
[[nodiscard]] std::optional<core::Credentials> head_credentials(const RoutedRequest& routed);

}  // namespace patchbay::doors::mcp
