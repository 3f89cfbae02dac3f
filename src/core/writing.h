// What is done within the store's queue: changes of customers and of things, and their rehearsals.
#pragma once

#include "core/answers.h"
#include "core/change.h"
#include "core/failures.h"
#include "core/probes.h"

namespace patchbay::core {

// Threads: any. What is handed in outlives this and everything it queued.
class Writing {
 public:
  Writing(store::Store& store, const Clock& clock, Random& random, const Sealer& sealer,
          const Answers& answers, Probes& probes, const AttemptsKeys& attempts, Failures& failures,
          const Options& options)
      : store_(store),
        clock_(clock),
        random_(random),
        sealer_(sealer),
        answers_(answers),
        probes_(probes),
        attempts_(attempts),
        failures_(failures),
        options_(options) {}

  // Works out the change of `pending`, which is an Amend or a Create. A rehearsal is worked out on
  // `reader` and answered at once; anything else is queued.
  void change(store::Reader& reader, const std::shared_ptr<Pending>& pending) const;
  void queue_change(const std::shared_ptr<Pending>& pending) const;
  // Keeps a principal or a reference. A rehearsal is worked out on `reader` and answered at once. A
  // password is hashed on the calling thread, where nothing else refuses the call.
  void keep(store::Reader& reader, const std::shared_ptr<Pending>& pending) const;
  // Whether keep() would compute a password's hash; or the fault it would answer with.
  [[nodiscard]] Result<bool> takes_hash(store::Reader& reader, const Pending& pending) const;
  // Queues `work`; answers when its fate is known. What it wrote stays where it came to an outcome
  // and was no rehearsal.
  void queue(const std::shared_ptr<Pending>& pending, Work work,
             const store::About& about = {}) const;

  // A fresh one; or that of a change within a batch, which may have been done before.
  [[nodiscard]] Uuid request_id() const;
  [[nodiscard]] static Uuid request_id(const Uuid& batch, std::size_t index);

 private:
  [[nodiscard]] bool names_closed(const Pending& pending) const;
  // Answers, and counts what the caller was told of names that are not free.
  void answer(const Pending& pending, Result<Outcome> outcome) const;
  static void look_ahead(store::Reader& reader, const Pending& pending);
  [[nodiscard]] Result<Outcome> rehearse(store::Reader& reader, const Pending& pending) const;
  [[nodiscard]] Result<Outcome> make(store::Transaction& transaction, Pending& pending) const;
  // Keeps nothing where there is no transaction.
  [[nodiscard]] Result<Outcome> keep(store::Reader& reader, store::Transaction* transaction,
                                     const Pending& pending) const;

  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  const Sealer& sealer_;
  const Answers& answers_;
  Probes& probes_;
  const AttemptsKeys& attempts_;
  Failures& failures_;
  const Options& options_;
};

}  // namespace patchbay::core
