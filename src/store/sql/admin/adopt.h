// Giving a store of a version before seals its hashes and seals.
#pragma once

#include <memory>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Takes what stands as it is: hashes history anew, gives rows and marks their hashes, and seals all
// of it, in one transaction. Tokens are removed: whoever has one signs in again. Throws WrongSchema
// where the store has its seals already.
void adopt(Connection& connection, const std::shared_ptr<const Integrity>& integrity, Instant now);

}  // namespace patchbay::store::sql
