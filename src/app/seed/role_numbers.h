// Roles by number in a store that holds them by name, as versions before schema 3 did.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "store/store.h"

namespace patchbay::app {

// Gives every principal the numbers of the roles that it holds by name, with an entry in its
// history: a predefined role, or the one of this name that is seen from its home. Where there is
// none, or more than one, the principal loses the role, and a sentence says so. Done once in the
// life of a store; not on a thread of the store.
[[nodiscard]] std::vector<std::string> number_roles(store::Store& store, const Clock& clock,
                                                    Random& random);

}  // namespace patchbay::app
