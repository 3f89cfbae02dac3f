// The door that a new dialect is copied from: five fields, forms in, JSON out, under /template/.
// The tests build and run it; no server serves it.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::template_dialect {

extern const Door kDoor;

}  // namespace patchbay::doors::template_dialect
