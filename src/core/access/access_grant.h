// Access limits: the doors and source addresses that a principal may use. A principal with limits
// cannot give wider access to another.
#pragma once

#include <vector>

#include "record/admin/principal.h"
#include "record/fault.h"

namespace patchbay::core {

// Appends a problem for each door and each address block that is open to `other` but not to
// `giver`. An empty list allows all. Each block of `other` must lie within one block of `giver`.
void check_access_limits(std::vector<Problem>& problems, const Principal& giver,
                         const Principal& other);

}  // namespace patchbay::core
