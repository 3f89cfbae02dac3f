// Carries out changes of customers and of admin objects: rehearses them on a snapshot, or queues
// them for the store's writer and commits them.
#pragma once

#include "core/access/probe_limiter.h"
#include "core/access/sign_in_failures.h"
#include "core/change/plan.h"
#include "core/idempotency.h"

namespace patchbay::core {

// Returns the fault for a temporary failure: nothing was changed, and a retry is possible after a
// second.
[[nodiscard]] Fault service_unavailable();

// Threads: any. The arguments must outlive this object and everything it queued.
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

  // Carries out `pending`, an UpdateCustomer or a CreateCustomer. A rehearsal is planned on
  // `reader` and completed at once; anything else is queued.
  void change(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending) const;
  void queue_change(const std::shared_ptr<PendingCall>& pending) const;
  // Queues changes in their order. If this thread `may_prepare`, it first plans all of them on one
  // snapshot, which leaves less to the store's writer.
  void queue_all(const std::vector<std::shared_ptr<PendingCall>>& changes, bool may_prepare) const;
  // Carries out an UpsertPrincipal, an UpsertReference or an UpsertWebhook. A rehearsal is checked
  // on `reader` and completed at once. A password is hashed on the calling thread, once nothing
  // else refuses the call.
  void upsert(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending) const;
  // Whether upsert() would hash a password; or the fault of the call.
  [[nodiscard]] Result<bool> takes_hash(store::ReadTransaction& reader,
                                        const PendingCall& pending) const;
  // Queues `work` and completes the call when its transaction has ended. Commits if `work` returns
  // an outcome and the call is not a rehearsal.
  void queue(const std::shared_ptr<PendingCall>& pending, Work work,
             const store::JobSubject& job_subject = {}) const;

  // Returns a new request id. For a change of a batch, the id is derived from the batch and the
  // index, so that it is the same on every retry.
  [[nodiscard]] Uuid request_id() const;
  [[nodiscard]] static Uuid request_id(const Uuid& batch, std::size_t index);
  // Returns a new request id for a change of a batch that is not retried. It begins like the
  // batch's if that begins with a time, so that the changes of a batch stand together.
  [[nodiscard]] Uuid request_id_in(const Uuid& batch, std::size_t index) const;

 private:
  [[nodiscard]] bool names_blocked(const PendingCall& pending) const;
  // Completes the call, and counts refusals that reveal that a name is taken.
  void complete(const PendingCall& pending, Result<Outcome> outcome) const;
  [[nodiscard]] Result<Outcome> rehearse(store::ReadTransaction& reader,
                                         const PendingCall& pending) const;
  // Plans and encodes a change of values or a new customer, so that the store's writer need only
  // save it. Prepares nothing if the plan finds a fault: the writer then plans again and reports
  // what it finds.
  [[nodiscard]] std::optional<PreparedChange> prepare(store::ReadTransaction& reader,
                                                      const PendingCall& pending) const;
  [[nodiscard]] Result<Outcome> commit(store::Transaction& transaction, PendingCall& pending) const;
  [[nodiscard]] ChangeContext context_of(store::ReadTransaction& reader,
                                         const PendingCall& pending) const;
  static void start_again(const std::shared_ptr<PendingCall>& pending);
  // Saves nothing if `transaction` is null.
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
