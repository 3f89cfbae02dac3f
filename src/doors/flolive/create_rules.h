// What a new customer must be told, and what it is where nothing is said.
#pragma once

#include "doors/flolive/customer_reader.h"

namespace patchbay::doors::flolive {

// Blames what `body` does not mention, and edits the defaults for what `reader`, which has read
// it, was not told.
void apply_create_rules(CustomerReader& reader, const wire::Object& body);

}  // namespace patchbay::doors::flolive
