// Decodes a posted command into a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::m2mportal {

// In the result, `route` is the Command, and `echo` the attribute of the reply's root that repeats
// the caller's: ` api-id="7"`, or empty.
[[nodiscard]] DecodedRequest decode(const RoutedRequest& routed, const Settings& settings);

}  // namespace patchbay::doors::m2mportal
