// Decodes a request into a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

[[nodiscard]] DecodedRequest decode(const RoutedRequest& routed, const Settings& settings);
[[nodiscard]] std::optional<core::Credentials> head_credentials(const RoutedRequest& routed);

}  // namespace patchbay::doors::everlytic
