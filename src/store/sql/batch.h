// Group commit: a batch of jobs in one transaction.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "store/lane.h"
#include "store/sql/catalogue.h"
#include "store/tallies.h"

namespace patchbay::store::sql {

// What became of a job; nothing where it is to be worked on in the claim of everything, which the
// transaction did not have.
using Fate = std::optional<Committed>;

// What became of each job, in order. A job that is taken back or throws leaves its neighbours be.
// Where the database takes the whole transaction back, the jobs it held have failed and the others
// are worked through in a new one; where the connection is no longer sound, the others have failed
// too. A transaction that met another one, or in which what was sent without waiting turns out to
// have failed, is worked through again, a bounded number of times.
[[nodiscard]] std::vector<Fate> work_through(Connection& connection, Catalogue& catalogue,
                                             Claim claim, std::span<const Queued> batch,
                                             Tallies& tallies);

}  // namespace patchbay::store::sql
