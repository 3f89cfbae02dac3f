// Numbers for roles in a store that keeps them by name, as versions before schema 3 did.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "store/store.h"

namespace patchbay::app {

// Gives every principal the numbers of the roles that it has by name, with an entry in its history:
// a predefined role, or the role of this name that is visible from its home. If there is none or
// more than one, the principal loses the role, and a sentence in the result says so. Does its work
// once in the life of a store. Must not be called on a thread of the store.
[[nodiscard]] std::vector<std::string> number_roles(store::Store& store, const Clock& clock,
                                                    Random& random);

}  // namespace patchbay::app
