// From a request to a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::flolive {

[[nodiscard]] Asked decode(const Arrival& arrival, const Settings& settings);

}  // namespace patchbay::doors::flolive
