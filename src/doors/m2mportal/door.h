// The door of m2mportal: one XML command a request, posted to "/".
#pragma once

#include "doors/door.h"

namespace patchbay::doors::m2mportal {

extern const Door kDoor;

}  // namespace patchbay::doors::m2mportal
