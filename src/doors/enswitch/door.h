// The door of enswitch: key=value in, JSON out, under /api/json/.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::enswitch {

extern const Door kDoor;

}  // namespace patchbay::doors::enswitch
