// From a request to a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::flolive {

[[nodiscard]] Asked decode(const Arrival& arrival, const Settings& settings);
[[nodiscard]] std::optional<core::Credentials> head_credentials(const Arrival& arrival);

}  // namespace patchbay::doors::flolive
