// The door of TMF629 Customer Management, the telecom standard for this very resource.
#pragma once

#include "doors/client.h"
#include "doors/door.h"

namespace patchbay::doors::tmf629 {

extern const Door kDoor;
extern const DialectClient* const kClient;

}  // namespace patchbay::doors::tmf629
