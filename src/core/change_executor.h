// What is done within the store's queue: changes of customers and of things, and their rehearsals.
#pragma once

#include "core/access/probe_limiter.h"
#include "core/access/sign_in_failures.h"
#include "core/change/plan.h"
#include "core/idempotency.h"

namespace patchbay::core {

// Nothing was changed, and it may be tried again in a second.
[[nodiscard]] Fault service_unavailable();

// Threads: any. What is handed in outlives this and everything it queued.
class ChangeExecutor {
 public:
  ChangeExecutor(store::Store& store, const Clock& clock, Random& random,
                 const SecretSealer& sealer, const IdempotencyRecords& idempotency,
                 ProbeLimiter& probe_limiter, const AttemptsKeys& attempts,
                 SignInFailures& failures, const ServiceOptions& options)
      : store_(store),
        clock_(clock),
        random_(random),
        sealer_(sealer),
        idempotency_(idempotency),
        probe_limiter_(probe_limiter),
        attempts_(attempts),
        failures_(failures),
        options_(options) {}

  // Works out the change of `pending`, which is an UpdateCustomer or a CreateCustomer. A rehearsal
  // is worked out on `reader` and answered at once; anything else is queued.
  void change(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending) const;
  void queue_change(const std::shared_ptr<PendingCall>& pending) const;
  // Keeps a principal or a reference. A rehearsal is worked out on `reader` and answered at once. A
  // password is hashed on the calling thread, where nothing else refuses the call.
  void upsert(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending) const;
  // Whether keep() would compute a password's hash; or the fault it would answer with.
  [[nodiscard]] Result<bool> takes_hash(store::ReadTransaction& reader,
                                        const PendingCall& pending) const;
  // Queues `work`; answers when its fate is known. What it wrote stays where it came to an outcome
  // and was no rehearsal.
  void queue(const std::shared_ptr<PendingCall>& pending, Work work,
             const store::JobSubject& job_subject = {}) const;

  // A fresh one; or that of a change within a batch, which may have been done before.
  [[nodiscard]] Uuid request_id() const;
  [[nodiscard]] static Uuid request_id(const Uuid& batch, std::size_t index);

 private:
  [[nodiscard]] bool names_blocked(const PendingCall& pending) const;
  // Answers, and counts what the caller was told of names that are not free.
  void complete(const PendingCall& pending, Result<Outcome> outcome) const;
  static void read_ahead(store::ReadTransaction& reader, const PendingCall& pending);
  [[nodiscard]] Result<Outcome> rehearse(store::ReadTransaction& reader,
                                         const PendingCall& pending) const;
  [[nodiscard]] Result<Outcome> make(store::Transaction& transaction, PendingCall& pending) const;
  // Keeps nothing where there is no transaction.
  [[nodiscard]] Result<Outcome> upsert(store::ReadTransaction& reader,
                                       store::Transaction* transaction,
                                       const PendingCall& pending) const;

  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  const SecretSealer& sealer_;
  const IdempotencyRecords& idempotency_;
  ProbeLimiter& probe_limiter_;
  const AttemptsKeys& attempts_;
  SignInFailures& failures_;
  const ServiceOptions& options_;
};

}  // namespace patchbay::core
