// Required members and defaults of a new customer.
#pragma once

#include "doors/flolive/customer_reader.h"

namespace patchbay::doors::flolive {

// Reports required members that `body` does not mention, and adds edits with the defaults of
// members that `reader` did not read.
void apply_create_rules(CustomerReader& reader, const wire::Object& body);

}  // namespace patchbay::doors::flolive
