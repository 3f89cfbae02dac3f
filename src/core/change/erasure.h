// Erases a person: from the record, from history, from what is found by searching, from replies
// that are kept for retries, and from recent traffic.
#pragma once

#include "core/change/forgetting.h"
#include "core/change_executor.h"

namespace patchbay::core {

// Threads: any. The arguments must outlive this object and everything it began.
class Erasures {
 public:
  // `traffic` may be null.
  Erasures(store::Store& store, const Clock& clock, Random& random, const SecretSealer& sealer,
           const IdempotencyRecords& idempotency, const ChangeExecutor& executor, Traffic* traffic)
      : clock_(clock),
        random_(random),
        sealer_(sealer),
        executor_(executor),
        kept_{.store = store, .idempotency = idempotency, .traffic = traffic} {}

  // Carries out `pending`, an EraseCustomer. A rehearsal is answered from `reader` at once. What is
  // kept elsewhere is erased first, then the record and history in one transaction, and then what
  // came to be kept meanwhile. If that fails, the same call again goes on with it.
  void start(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending) const;

 private:
  // `version_passed`: the version that the call was made for was compared already.
  [[nodiscard]] Result<PlannedChange> plan(store::ReadTransaction& reader,
                                           const PendingCall& pending, bool version_passed) const;
  [[nodiscard]] Result<Outcome> rehearse(store::ReadTransaction& reader,
                                         const PendingCall& pending) const;
  // The person, with the values that commit() would erase; adds their number to `counts`.
  [[nodiscard]] static ErasedPerson person_of(store::ReadTransaction& reader,
                                              const PendingCall& pending,
                                              const PlannedChange& planned, Erasure& counts);
  [[nodiscard]] Result<ErasedPerson> find_person(store::ReadTransaction& reader,
                                                 const PendingCall& pending) const;
  // `person` gets the values of versions that it had not seen.
  [[nodiscard]] Result<Outcome> commit(store::Transaction& transaction, const PendingCall& pending,
                                       ErasedPerson& person) const;
  void forget_rest(const std::shared_ptr<const ErasedPerson>& person,
                   const std::shared_ptr<Completion>& complete,
                   const std::shared_ptr<Result<Outcome>>& outcome) const;

  const Clock& clock_;
  Random& random_;
  const SecretSealer& sealer_;
  const ChangeExecutor& executor_;
  const KeptElsewhere kept_;
};

}  // namespace patchbay::core
