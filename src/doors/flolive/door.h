// The door of flolive: JSON under /api/v2/ and /api/v3/, tokens, request ids.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::flolive {

extern const Door kDoor;

}  // namespace patchbay::doors::flolive
