// The door for assistants: the Model Context Protocol at /mcp. Models find customers, read, explain
// and rehearse there; they write what was rehearsed before.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::mcp {

extern const Door kDoor;

}  // namespace patchbay::doors::mcp
