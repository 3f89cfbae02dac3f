// Where webhooks send to: a network that delays, repeats, cuts and lies, and receivers that
// remember all they got. It outlives the server.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reach/delivery/engine.h"
#include "simulation/history.h"
#include "simulation/rare_states.h"
#include "simulation/world.h"

namespace patchbay::simulation {

// The change that a message tells, for one webhook.
struct EventKey {
  std::int64_t webhook = 0;
  std::string id;  // reach::event_id()
  auto operator<=>(const EventKey&) const = default;
};

// What became of it.
struct Told {
  std::uint64_t arrivals = 0;
  std::uint64_t arrived = 0;  // the place of the first arrival among all, from 1; 0: none
  Tick answered = 0;          // when a node was first told that it was taken
  // What a receiver asked for with Retry-After, of the holder of which lease, and how often the
  // clock had been set back then.
  std::optional<Instant> not_before{};
  std::int64_t fence = 0;
  std::uint64_t set_backs = 0;
};

// What a node is known to have done: the engine of one process.
struct Node {
  Tick step = 0;  // when its present step began
  std::uint64_t steps = 0;
  bool hangs = false;
  std::map<std::int64_t, std::int64_t> fences{};       // of its leases, by webhook
  std::map<std::int64_t, std::uint64_t> gone_after{};  // the step in which it learns of a 410
  std::set<std::int64_t> operated{};  // webhooks that an operator changed or had replayed
};

// A version of a customer, for one webhook.
struct ToldVersion {
  std::int64_t webhook = 0;
  CustomerId customer;
  Version version = 0;
  auto operator<=>(const ToldVersion&) const = default;
};

// The state of a destination as a reader saw it.
struct KeptSeen {
  Tick tick = 0;
  Destination kept;
  bool is_opened = false;  // directly after the store was opened
};

// All that the judge needs.
struct DeliveryLog {
  std::map<EventKey, Told> told;
  std::uint64_t arrivals = 0;
  std::vector<KeptSeen> seen;
  std::set<ToldVersion> given_up;  // at some time, by some node
  std::set<ToldVersion> replayed;  // an operator had them sent again after that
  // By webhook: the newest lease and when it was taken.
  std::map<std::int64_t, std::pair<std::int64_t, Tick>> leases;
  std::set<std::int64_t> stopped;    // webhooks that are stopped on disk
  std::set<std::int64_t> operating;  // webhooks that an operator is changing now
};

class Receivers {
 public:
  // The arguments must outlive this object.
  Receivers(World& world, History& history, Reached& reached);

  // Takes a message of a node, which must outlive it or be given to forget().
  void send(Node& node, const reach::Message& message,
            std::function<void(reach::AttemptResult)> done);
  // Carries out one thing that is under way, chosen by the dice. Returns whether there is more.
  bool carry();
  // The process of these messages has ended: some are lost, and the others arrive without a reply.
  void forget();
  // From now on all is taken, but for the changes that one receiver never takes.
  void mend() { is_mended_ = true; }
  // And these too.
  void take_all() { unwanted_.clear(); }
  // The webhook may be sent to again.
  void welcome(std::int64_t webhook);
  [[nodiscard]] bool is_under_way(std::int64_t webhook, const Node& except) const;

  DeliveryLog log;

 private:
  enum class Fate : std::uint8_t { taken, lost_reply, cut, refused, busy, later, repeated };
  struct Flight {
    Node* node = nullptr;  // null: a repetition, or its process has ended
    EventKey key;
    std::function<void(reach::AttemptResult)> done;
    bool has_arrived = false;
  };

  void check(const Node& node, const EventKey& key);
  void check_wait(const Node& node, const EventKey& key);
  void arrive(Flight& flight);
  void answer(Flight flight, reach::AttemptResult result);
  void settle(Flight flight, Fate fate);
  [[nodiscard]] Fate fate_of(const Flight& flight);
  [[nodiscard]] reach::AttemptResult refusal();
  [[nodiscard]] bool refuses(const EventKey& key) const;

  World& world_;
  History& history_;
  Reached& reached_;
  std::vector<Flight> flights_;
  std::set<std::int64_t> down_;  // webhooks that answer nothing good for now
  std::set<std::int64_t> gone_;
  std::string unwanted_;  // a part of the ids that one receiver never takes
  std::int64_t gone_webhook_ = 0;
  std::uint64_t gone_at_ = 0;  // of arrivals
  bool is_mended_ = false;
};

}  // namespace patchbay::simulation
