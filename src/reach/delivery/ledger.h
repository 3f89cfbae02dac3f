// What is kept of destinations: handed to the engine, so that a test decides what a disk does.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "record/admin/destination.h"
#include "record/admin/webhook.h"

namespace patchbay::reach {

enum class Kept : std::uint8_t {
  yes,      // on disk
  failed,   // nothing of it, or it is not known; it may be tried again
  refused,  // another node holds the lease by now, or somebody moved the position
};

// Threads: any. Calls back once, on any thread; the callbacks must not block. Reads throw
// store::Unavailable if the disk fails.
class Ledger {
 public:
  virtual ~Ledger() = default;

  // The webhooks that are neither deleted nor disabled, at most Webhook::kMax.
  virtual std::vector<Webhook> webhooks() = 0;
  virtual std::optional<Destination> destination(std::int64_t id) = 0;
  // Gives the lease to `node` if the destination still has the fence and beat of `seen`. Calls back
  // with the new state, whose fence is one higher, or with nothing.
  virtual void take_lease(const Destination& seen, const std::string& node,
                          std::function<void(std::optional<Destination>)> done) = 0;
  // Keeps both if the destination on disk has the same fence and generation. Of its attempts the
  // newest DeliveryAttempt::kKept stay.
  virtual void save(const Destination& state, std::vector<DeliveryAttempt> attempts,
                    std::function<void(Kept)> done) = 0;
};

}  // namespace patchbay::reach
