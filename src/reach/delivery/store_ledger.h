// The ledger of the server: destinations and attempts are kept in the store of the customers.
#pragma once

#include "reach/delivery/ledger.h"
#include "store/store.h"

namespace patchbay::reach {

// Threads: any. `store` must outlive it, and all callbacks.
class StoreLedger final : public Ledger {
 public:
  explicit StoreLedger(store::Store& store) : store_(store) {}

  std::vector<Webhook> webhooks() override;
  std::optional<Destination> destination(std::int64_t id) override;
  void take_lease(const Destination& seen, const std::string& node,
                  std::function<void(std::optional<Destination>)> done) override;
  void save(const Destination& state, std::vector<DeliveryAttempt> attempts,
            std::function<void(Kept)> done) override;

 private:
  store::Store& store_;
};

}  // namespace patchbay::reach
