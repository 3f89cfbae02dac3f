// Erases a person: from the record, from history, from what is found by searching, from replies
// that are kept for retries, and from recent traffic.
#pragma once

#include "core/change/mentions.h"
#include "core/change_executor.h"

namespace patchbay::core {

// Threads: any. The arguments must outlive this object and everything it began.
class Erasures {
 public:
  // `traffic` may be null.
  Erasures(store::Store& store, const Clock& clock, Random& random, const SecretSealer& sealer,
           const IdempotencyRecords& idempotency, const ChangeExecutor& executor, Traffic* traffic)
      : store_(store),
        clock_(clock),
        random_(random),
        sealer_(sealer),
        idempotency_(idempotency),
        executor_(executor),
        traffic_(traffic) {}

  // Carries out `pending`, an EraseCustomer. A rehearsal is answered from `reader` at once. The
  // record and history are erased in one transaction; the call completes when everything else is
  // erased too. If that fails, the same call again goes on with it.
  void start(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending) const;

 private:
  [[nodiscard]] Result<PlannedChange> plan(store::ReadTransaction& reader,
                                           const PendingCall& pending) const;
  [[nodiscard]] Result<Outcome> rehearse(store::ReadTransaction& reader,
                                         const PendingCall& pending) const;
  // `mentions` gets what was erased.
  [[nodiscard]] Result<Outcome> commit(store::Transaction& transaction, const PendingCall& pending,
                                       Mentions& mentions) const;

  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  const SecretSealer& sealer_;
  const IdempotencyRecords& idempotency_;
  const ChangeExecutor& executor_;
  Traffic* const traffic_;
};

}  // namespace patchbay::core
