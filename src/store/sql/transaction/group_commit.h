// Group commit: a batch of jobs in one transaction.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "store/sql/engine/metadata_cache.h"
#include "store/store_counters.h"
#include "store/write_queue.h"

namespace patchbay::store::sql {

// What became of a job; nothing where it is to be worked on in the lock scope of everything, which
// the transaction did not have.
using JobResult = std::optional<Committed>;

// What became of each job, in order. A job that is taken back or throws leaves its neighbours be.
// Where the database takes the whole transaction back, the jobs it held have failed and the others
// are worked through in a new one; where the connection is no longer sound, the others have failed
// too. A transaction that met another one, or in which what was sent without waiting turns out to
// have failed, is worked through again, a bounded number of times.
[[nodiscard]] std::vector<JobResult> work_through(Connection& connection, MetadataCache& metadata,
                                                  LockScope lock_scope,
                                                  std::span<const QueuedJob> batch,
                                                  StoreCounters& counters);

}  // namespace patchbay::store::sql
