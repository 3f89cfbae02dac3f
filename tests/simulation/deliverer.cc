// Engine, outbox, ledger and messages are those of the server. Around them stand what they are
// handed: a network, and a ledger that notes what was kept.
#include "simulation/deliverer.h"

#include <algorithm>
#include <cstdio>

#include "core/access/roles.h"
#include "simulation/base.h"

namespace patchbay::simulation {
namespace {

using reach::Engine;
using reach::Kept;

constexpr int kRoundsMax = 60;
// Of bringing to rest: what nobody takes is given up by then.
constexpr int kGivenUpRound = 12;
constexpr std::int64_t kWaitSeconds = 8 * 3600;

}  // namespace

// Breaks a promise on purpose, if that is planted, and notes what is kept.
class Deliverer::OwnLedger final : public reach::Ledger {
 public:
  OwnLedger(World& world, DeliveryLog& log, History& history, Reached& reached,
            Receivers& receivers, Node& node)
      : world_(world),
        log_(log),
        history_(history),
        reached_(reached),
        receivers_(receivers),
        node_(node),
        inner_(*world.store) {}

  std::vector<Webhook> webhooks() override { return inner_.webhooks(); }
  std::optional<Destination> destination(std::int64_t id) override {
    return inner_.destination(id);
  }

  void take_lease(const Destination& seen, const std::string& node,
                  std::function<void(std::optional<Destination>)> done) override {
    inner_.take_lease(seen, node, [this, done = std::move(done)](auto taken) {
      if (taken) note_lease(*taken);
      done(std::move(taken));
    });
  }

  void save(const Destination& state, std::vector<DeliveryAttempt> attempts,
            std::function<void(Kept)> done) override {
    Destination kept = state;
    plant(kept);
    inner_.save(kept, std::move(attempts),
                [this, kept, fence = state.fence, done = std::move(done)](Kept what) {
                  if (what == Kept::yes) note_saved(kept, fence);
                  if (what == Kept::refused) reached_.note(Rare::former_holder_refused);
                  done(what);
                });
  }

 private:
  void note_lease(const Destination& taken) {
    node_.fences[taken.id] = taken.fence;
    log_.leases[taken.id] = {taken.fence, history_.tick()};
    node_.gone_after.erase(taken.id);
    if (receivers_.is_under_way(taken.id, node_)) reached_.note(Rare::taken_over_in_delivery);
  }

  void plant(Destination& kept) try {
    if (world_.planted == Planted::position_ahead)
      kept.position = world_.store->read()->feed({.below = kRoot, .after = {}, .limit = 1}).next;
    if (world_.planted != Planted::unfenced_save) return;
    if (const auto now = inner_.destination(kept.id)) {
      kept.fence = now->fence;
      kept.generation = now->generation;
    }
  } catch (const store::Unavailable&) {
    // Nothing is planted this time.
  }

  void note_saved(const Destination& kept, std::int64_t fence) {
    const auto lease = log_.leases.find(kept.id);
    if (lease != log_.leases.end() && fence < lease->second.first)
      history_.faults.push_back("webhook " + std::to_string(kept.id) +
                                ": a node saved after another one had taken over");
    for (const ParkedDelivery& each : kept.parked)
      if (!each.dead.empty()) reached_.note(Rare::given_up);
    if (kept.failures >= reach::kFailuresBeforePause) reached_.note(Rare::destination_paused);
    if (kept.stopped.empty() || log_.operating.contains(kept.id)) return;
    log_.stopped.insert(kept.id);
    if (kept.stopped.ends_with("410")) reached_.note(Rare::disabled_by_410);
  }

  World& world_;
  DeliveryLog& log_;
  History& history_;
  Reached& reached_;
  Receivers& receivers_;
  Node& node_;
  reach::StoreLedger inner_;
};

class Deliverer::OwnNetwork final : public reach::Network {
 public:
  OwnNetwork(Receivers& receivers, Node& node) : receivers_(receivers), node_(node) {}
  void send(reach::Message message, std::function<void(reach::AttemptResult)> done) override {
    receivers_.send(node_, message, std::move(done));
  }

 private:
  Receivers& receivers_;
  Node& node_;
};

class Deliverer::OwnMessages final : public reach::Messages {
 public:
  explicit OwnMessages(World& world) : world_(world) {}
  [[nodiscard]] bool wants(const Webhook& webhook, const FeedEntry& change) const override {
    if (world_.planted == Planted::unwanted_delivery && world_.dice.one_in(30)) return false;
    return inner_.wants(webhook, change);
  }
  [[nodiscard]] bool reaches(const Webhook& webhook, const Record& customer) const override {
    return inner_.reaches(webhook, customer);
  }
  [[nodiscard]] std::optional<reach::Message> message(const Webhook& webhook,
                                                      const FeedEntry& change,
                                                      const Record& customer,
                                                      Instant now) const override {
    return inner_.message(webhook, change, customer, now);
  }

 private:
  World& world_;
  reach::WebhookMessages inner_{
      [](std::string_view sealed, std::int64_t) { return std::string(sealed); }};
};

struct Deliverer::Own {
  Own(World& world, History& history, Receivers& receivers, Reached& reached)
      : ledger(world, receivers.log, history, reached, receivers, node),
        network(receivers, node),
        messages(world),
        woken(world.scheduler.condition()) {}

  Node node;
  OwnLedger ledger;
  OwnNetwork network;
  OwnMessages messages;
  std::unique_ptr<Threads::Condition> woken;
  std::mutex mutex;  // never contended
  bool is_woken = false;
  std::unique_ptr<Engine> engine;
};

Deliverer::Deliverer(World& world, History& history, Receivers& receivers, Reached& reached,
                     std::size_t nodes)
    : world_(world), history_(history), receivers_(receivers), reached_(reached) {
  for (std::size_t i = 0; i < nodes; ++i) {
    auto own = std::make_unique<Own>(world, history, receivers, reached);
    Own* const one = own.get();
    const bool is_alone = nodes == 1 || world.planted == Planted::unasked_lease;
    own->engine = Engine::make(
        {.store = *world.store,
         .ledger = own->ledger,
         .clock = world.clock,
         .random = world.dice,
         .network = own->network,
         .messages = own->messages,
         .node = Uuid::make(world.dice).text(),
         .is_alone = is_alone,
         .may_deliver =
             [](store::ReadTransaction& reader, const Principal& principal) {
               return core::privileges_of(reader, principal).has(core::Privilege::administrator);
             },
         .notice = [this](const reach::DeliveryNotice& notice) { note(notice); },
         .wake =
             [one] {
               one->is_woken = true;
               one->woken->notify_one();
             }});
    nodes_.push_back(std::move(own));
  }
}

Deliverer::~Deliverer() { receivers_.forget(); }

void Deliverer::note(const reach::DeliveryNotice& notice) {
  if (notice.kind != reach::DeliveryNotice::Kind::dead) return;
  long long version = 0;
  long long customer = 0;
  if (std::sscanf(notice.what.c_str(), "version %lld of customer %lld", &version, &customer) == 2)
    receivers_.log.given_up.insert({notice.webhook, CustomerId{customer}, version});
}

Instant Deliverer::step(Own& own) {
  ++own.node.steps;
  own.node.step = history_.tick();
  world_.trace.event("delivers", own.node.steps);
  return own.engine->step();
}

void Deliverer::run(std::size_t node, const std::function<bool()>& is_over) {
  Own& own = *nodes_[node];
  while (!is_over()) {
    own.is_woken = false;
    const Instant next = step(own);
    if (world_.dice.one_in(15)) hang(own.node);
    // Two nodes do not look at the same times.
    const std::int64_t us = std::clamp<std::int64_t>(next.us - world_.clock.now().us, 0,
                                                     world_.dice.between(1'000, 40'000));
    std::unique_lock lock(own.mutex);
    (void)own.woken->wait_until(lock, world_.scheduler.now() + std::chrono::microseconds(us),
                                [&] { return own.is_woken || is_over(); });
  }
}

// A node that hangs for so long that another one may take its leases.
void Deliverer::hang(Node& node) {
  node.hangs = true;
  world_.scheduler.sleep_us(world_.dice.between(1'000, 40'000));
  if (nodes_.size() > 1) {
    world_.clock.set_by_seconds(world_.dice.between(5, 40));
    world_.scheduler.sleep_us(world_.dice.between(10'000, 150'000));
  }
  node.hangs = false;
}

void Deliverer::carry(const std::function<bool()>& is_over) {
  while (!is_over()) {
    world_.scheduler.sleep_us(world_.dice.between(100, 6'000));
    if (!is_over()) (void)receivers_.carry();
  }
}

void Deliverer::operate_once(std::int64_t webhook, const Ask& ask) {
  const auto kept = world_.store->read()->destination(webhook);
  if (!kept) return;
  DeliveryLog& log = receivers_.log;
  log.operating.insert(webhook);
  for (const auto& each : nodes_) each->node.operated.insert(webhook);
  if (!kept->stopped.empty()) {
    receivers_.welcome(webhook);
    core::UpsertWebhook enable{.id = webhook};
    enable.enabled = true;
    (void)ask(std::move(enable));
  } else {
    core::ReplayDeliveries replay{.id = webhook, .what = core::ReplayDeliveries::Failed{}};
    if (world_.dice.one_in(4)) replay.what = world_.clock.now();
    const auto done = ask(std::move(replay));
    for (const ParkedDelivery& each : kept->parked)
      if (done && *done && !each.dead.empty())
        log.replayed.insert({webhook, each.customer, each.version});
  }
  log.stopped.erase(webhook);
  log.operating.erase(webhook);
}

void Deliverer::operate(const std::function<bool()>& is_over, const Ask& ask) {
  while (!is_over()) {
    world_.scheduler.sleep_us(world_.dice.between(20'000, 200'000));
    if (is_over()) return;
    try {
      look();
      const std::int64_t webhook = kWebhooks[world_.dice.below(std::size(kWebhooks))];
      const auto kept = world_.store->read()->destination(webhook);
      const bool has_work = kept && (!kept->stopped.empty() || !kept->parked.empty());
      if (has_work ? world_.dice.one_in(2) : world_.dice.one_in(20)) operate_once(webhook, ask);
    } catch (const store::Unavailable&) {
      // It is tried again.
    }
  }
}

void Deliverer::finish() {
  for (const auto& each : nodes_) each->engine->finish();
}

void Deliverer::look(bool is_opened) {
  const auto reader = world_.store->read();
  for (const std::int64_t webhook : kWebhooks)
    if (auto kept = reader->destination(webhook))
      receivers_.log.seen.push_back({history_.tick(), *std::move(kept), is_opened});
}

bool Deliverer::is_at_rest() {
  const auto reader = world_.store->read();
  const FeedPosition newest = reader->feed({.below = kRoot, .after = {}, .limit = 1}).next;
  return std::ranges::all_of(kWebhooks, [&](std::int64_t webhook) {
    const auto kept = reader->destination(webhook);
    return kept && kept->position == newest && kept->parked.empty() && kept->stopped.empty();
  });
}

bool Deliverer::bring_to_rest(const Ask& ask) try {
  receivers_.mend();
  for (int round = 0; round < kRoundsMax; ++round) {
    for (int i = 0; i < 3; ++i) {
      for (const auto& each : nodes_) (void)step(*each);
      while (receivers_.carry()) {
      }
      world_.scheduler.sleep_us(Engine::kSaveUs * 2);
    }
    if (is_at_rest()) break;
    // Time for all that waits for another attempt.
    world_.clock.set_by_seconds(kWaitSeconds);
    if (round < kGivenUpRound || round % 2 == 0) continue;
    receivers_.take_all();
    for (const std::int64_t webhook : kWebhooks) operate_once(webhook, ask);
  }
  look();
  return is_at_rest();
} catch (const store::Unavailable&) {
  return false;
}

}  // namespace patchbay::simulation
