// The delivery engine: tells destinations what was committed. It decides nothing by itself: what is
// due says the outbox of each destination, what a change becomes says its `Messages`, and clock,
// randomness, network and store are arguments, so that a test runs all of it in one thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "reach/delivery/ledger.h"
#include "reach/delivery/retry.h"
#include "record/admin/webhook.h"
#include "store/store.h"

namespace patchbay::reach {

// One message on its way.
struct Message {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// Sends messages. Threads: any.
class Network {
 public:
  virtual ~Network() = default;
  // Calls `done` once, later, on any thread. It must not block.
  virtual void send(Message message, std::function<void(AttemptResult)> done) = 0;
};

// What a change becomes for a webhook.
class Messages {
 public:
  virtual ~Messages() = default;
  // Whether the webhook wants this change.
  [[nodiscard]] virtual bool wants(const Webhook& webhook, const FeedEntry& change) const = 0;
  // Whether the customer can get it: it has an address, if the webhook has none for all.
  [[nodiscard]] virtual bool reaches(const Webhook& webhook, const Record& customer) const = 0;
  // Nothing if the secrets of the webhook cannot be opened. `customer` is as it is now.
  [[nodiscard]] virtual std::optional<Message> message(const Webhook& webhook,
                                                       const FeedEntry& change,
                                                       const Record& customer,
                                                       Instant now) const = 0;
};

// Something that an operator should know.
struct DeliveryNotice {
  enum class Kind : std::uint8_t { stopped, failing, working, taken_over, dead } kind{};
  std::int64_t webhook = 0;
  std::string name;
  std::string what;
};

// Counts since the start. Threads: any.
struct DeliveryCounts {
  std::uint64_t delivered = 0;
  std::uint64_t failed = 0;
  std::uint64_t dead = 0;
  std::uint64_t destinations = 0;  // that this node delivers to now
  std::uint64_t failing = 0;       // of these
  std::uint64_t waiting = 0;       // parked deliveries of these
};

class Engine {
 public:
  struct Options {
    store::Store& store;  // the journal
    Ledger& ledger;
    const Clock& clock;
    Random& random;
    Network& network;
    const Messages& messages;
    // The id of this node, for leases. Another at each start.
    std::string node{};
    // No other node uses the store, so leases need not be waited for.
    bool is_alone = false;
    // Whether this principal, who can sign in, has the right to webhooks. Empty: everybody has.
    std::function<bool(store::ReadTransaction&, const Principal&)> may_deliver{};
    std::function<void(const DeliveryNotice&)> notice{};
    // Called when step() has something to do. Must not block. May be empty.
    std::function<void()> wake{};
  };

  // A lease that was not renewed for so long may be taken. Its holder stops before.
  static constexpr std::int64_t kLeaseUs = 10'000'000;
  static constexpr std::int64_t kBeatUs = 2'000'000;
  // How often webhooks and leases are looked at, the journal, and the longest time until what was
  // delivered is on disk.
  static constexpr std::int64_t kLookUs = 500'000;
  static constexpr std::int64_t kFollowUs = 10'000;
  static constexpr std::int64_t kSaveUs = 100'000;

  static std::unique_ptr<Engine> make(Options options);
  virtual ~Engine() = default;

  // Does what is due, without waiting for the network or the disk. Returns when to call it again,
  // if `wake` is not called before. Threads: one.
  virtual Instant step() = 0;
  // Gives leases back, and keeps what was delivered. No step() may follow. Threads: that of step().
  virtual void finish() = 0;
  // Looks at the webhooks at the next step. Threads: any.
  virtual void look() = 0;
  [[nodiscard]] virtual DeliveryCounts counts() const = 0;
};

}  // namespace patchbay::reach
