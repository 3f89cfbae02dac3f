// Idempotency: a request with a key that was used before gets the stored reply and is not executed
// again.
#pragma once

#include "core/access/secret_sealer.h"
#include "core/pending_call.h"

namespace patchbay::core {

class IdempotencyRecords {
 public:
  // Replies are kept for `seconds`. The arguments must outlive this object.
  IdempotencyRecords(const SecretSealer& sealer, const Clock& clock, std::int64_t seconds)
      : sealer_(sealer), clock_(clock), seconds_(seconds) {}

  // Wraps `work` so that it runs once for each key. The reply is stored, encrypted, in the same
  // transaction; a retry gets it as a Replay. If the call has no key, `work` runs as it is.
  [[nodiscard]] Work do_once(Work work) const;

  // Returns the stored reply for a principal's key, nothing if there is none, or a fault if the key
  // was used for another request.
  [[nodiscard]] Result<std::optional<std::string>> find(store::ReadTransaction& reader,
                                                        const Principal& principal,
                                                        const IdempotencyKey& key) const;
  // Returns a stored reply; nothing if it was erased, if it is the reply to an erasing, or if the
  // sealing key is another one.
  [[nodiscard]] std::optional<std::string> open(const IdempotencyRecord& kept) const;
  void save(store::Transaction& transaction, const Principal& principal, const IdempotencyKey& key,
            std::string_view what) const;

 private:
  void save_bound(store::Transaction& transaction, const Principal& principal,
                  const IdempotencyKey& key, std::string box) const;

  const SecretSealer& sealer_;
  const Clock& clock_;
  const std::int64_t seconds_;
};

}  // namespace patchbay::core
