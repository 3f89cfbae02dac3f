// Indexes made anew from what a store holds, for a step of the schema that changes what they are.
#pragma once

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// The terms of telephone numbers, and those that customers once had.
void index_telephones_anew(Connection& connection);

// The names of principals without case.
void index_caseless_anew(Connection& connection);

// The names that principals once had.
void index_names_anew(Connection& connection);

}  // namespace patchbay::store::sql
