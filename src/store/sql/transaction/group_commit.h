// Group commit: many jobs in one transaction.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/random.h"
#include "store/sql/engine/metadata_cache.h"
#include "store/store_counters.h"
#include "store/write_queue.h"

namespace patchbay::store::sql {

// What the transactions of one store share. The references must outlive them. `random` is for
// epochs, see begin_epoch(), and for the pauses before retries. `committing` is called before each
// commit, in the thread that commits; it may be empty.
struct TransactionContext {
  MetadataCache& metadata;
  StoreCounters& counters;
  Random& random;
  std::function<void()> committing{};
};

// The result of a job; nothing: the job must be repeated in a transaction that locks everything.
using JobResult = std::optional<Committed>;

// Executes jobs and returns their results in order. A job that is rolled back or throws does not
// affect the others. If the database rolls back the whole transaction, the jobs in it fail and the
// rest are executed in a new one; if the connection is no longer usable, the rest fail too. A
// transaction that conflicts with another, or in which a statement sent without waiting fails, is
// repeated a limited number of times.
[[nodiscard]] std::vector<JobResult> work_through(Connection& connection,
                                                  const TransactionContext& context,
                                                  LockScope lock_scope,
                                                  std::span<const QueuedJob> batch);

}  // namespace patchbay::store::sql
