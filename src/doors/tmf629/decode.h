// Decodes a request into a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::tmf629 {

[[nodiscard]] DecodedRequest decode(const RoutedRequest& routed, const Settings& settings);
[[nodiscard]] std::optional<core::Credentials> head_credentials(const RoutedRequest& routed);

}  // namespace patchbay::doors::tmf629
