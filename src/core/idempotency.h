// Answering again: what was done under an idempotency key is not done a second time.
#pragma once

#include "core/access/secret_sealer.h"
#include "core/pending_call.h"

namespace patchbay::core {

class IdempotencyRecords {
 public:
  // Answers are kept for `seconds`. What is handed in outlives this.
  IdempotencyRecords(const SecretSealer& sealer, const Clock& clock, std::int64_t seconds)
      : sealer_(sealer), clock_(clock), seconds_(seconds) {}

  // `work`, done once for each key: its reply is kept in the same transaction, sealed, and a repeat
  // comes to a Replay of it. Where the call has no key, `work` alone.
  [[nodiscard]] Work do_once(Work work) const;

  // What is kept under a principal's key: nothing, or what was kept, or the fault that the key was
  // used for another request.
  [[nodiscard]] Result<std::optional<std::string>> find(store::ReadTransaction& reader,
                                                        const Principal& principal,
                                                        const IdempotencyKey& key) const;
  void save(store::Transaction& transaction, const Principal& principal, const IdempotencyKey& key,
            std::string_view what) const;

 private:
  const SecretSealer& sealer_;
  const Clock& clock_;
  const std::int64_t seconds_;
};

}  // namespace patchbay::core
