// Fences: the doors and the source addresses that a principal is held to. Whoever is held to some
// gives no access that is wider.
#pragma once

#include <vector>

#include "record/admin/principal.h"
#include "record/fault.h"

namespace patchbay::core {

// Appends what of `other` lies outside the fence of `giver`: nothing where every door and every
// address that is open to `other` is open to `giver` too. An empty list is open to all. Each block
// of addresses must lie in one block of the giver's.
void check_access_limits(std::vector<Problem>& problems, const Principal& giver,
                         const Principal& other);

}  // namespace patchbay::core
