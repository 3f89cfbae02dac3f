// What core asks of the part that sends messages to webhooks.
#pragma once

#include <functional>
#include <string>

#include "core/call/outcome.h"

namespace patchbay::core {

// Threads: any.
class Deliveries {
 public:
  virtual ~Deliveries() = default;
  // Why nothing can be sent to this address, as the end of a sentence about it; empty: it may be
  // tried.
  [[nodiscard]] virtual std::string objection_to(const std::string& url) const = 0;
  // Sends a test event and calls `done` once, later. Returns false, and does nothing, if too many
  // are under way.
  virtual bool test(const Webhook& webhook, std::function<void(DeliveryAnswer)> done) = 0;
};

}  // namespace patchbay::core
