// The door that a new dialect is copied from: five fields, forms in, JSON out, under /template/.
// The tests build and run it; no server serves it.
#pragma once

#include "doors/client.h"
#include "doors/door.h"

namespace patchbay::doors::template_dialect {

extern const Door kDoor;
extern const DialectClient* const kClient;

}  // namespace patchbay::doors::template_dialect
