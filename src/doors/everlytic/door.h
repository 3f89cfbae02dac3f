// The door of everlytic: REST and XML-RPC over one customer object, under /api/2.0/.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

extern const Door kDoor;

}  // namespace patchbay::doors::everlytic
