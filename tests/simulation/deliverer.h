// The delivery engines of one session over the store, and what an operator does with webhooks.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "reach/delivery/store_ledger.h"
#include "reach/webhooks/webhook_messages.h"
#include "simulation/receivers.h"

namespace patchbay::simulation {

class Deliverer {
 public:
  // Sends a request of an operator and waits; nothing if an outage comes first.
  using Ask = std::function<std::optional<Result<core::Outcome>>(core::Request request)>;

  // Makes engines over the store that is open. The arguments must outlive this object, and the
  // store must be closed before it ends.
  Deliverer(World& world, History& history, Receivers& receivers, Reached& reached,
            std::size_t nodes);
  ~Deliverer();
  Deliverer(const Deliverer&) = delete;
  Deliverer& operator=(const Deliverer&) = delete;

  // What a node, the network and an operator do until `is_over`. Each is a task.
  void run(std::size_t node, const std::function<bool()>& is_over);
  void carry(const std::function<bool()>& is_over);
  void operate(const std::function<bool()>& is_over, const Ask& ask);
  // Gives all leases back, as a process does that is stopped.
  void finish();
  // Delivers all that is left, with an operator who replays what was given up. Nothing may fail.
  // Returns whether it came to an end.
  [[nodiscard]] bool bring_to_rest(const Ask& ask);
  // Notes the states of destinations for the judge. Throws store::Unavailable.
  void look(bool is_opened = false);

 private:
  class OwnLedger;
  class OwnNetwork;
  class OwnMessages;
  struct Own;

  Instant step(Own& own);
  void hang(Node& node);
  void note(const reach::DeliveryNotice& notice);
  void operate_once(std::int64_t webhook, const Ask& ask);
  [[nodiscard]] bool is_at_rest();

  World& world_;
  History& history_;
  Receivers& receivers_;
  Reached& reached_;
  std::vector<std::unique_ptr<Own>> nodes_;
};

}  // namespace patchbay::simulation
