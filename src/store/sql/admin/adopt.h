// Adds hashes and seals to a store of a version that had none.
#pragma once

#include <memory>

#include "base/random.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Accepts the present contents: computes the hashes of history, rows and marks and writes seals, in
// one transaction. `random`: see begin_epoch(). Removes all tokens, so that users have to sign in
// again. Throws WrongSchema if the store has seals already.
void adopt(Connection& connection, const std::shared_ptr<const Integrity>& integrity, Instant now,
           Random& random);

}  // namespace patchbay::store::sql
