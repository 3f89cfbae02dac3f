// What every engine can tell of a store from outside.
#pragma once

#include "store/open.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Fills in the schemas and the time of the newest change.
void measure(Connection& connection, Footprint& out);

}  // namespace patchbay::store::sql
