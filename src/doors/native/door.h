// The native door: /v1/ and /openapi.json, the whole canonical record in canonical names.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::native {

extern const Door kDoor;

}  // namespace patchbay::doors::native
