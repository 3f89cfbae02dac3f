// A slot for each webhook: its lease, its outbox, and what is being saved.
#include "reach/delivery/engine.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <utility>

#include "reach/delivery/inbox.h"
#include "reach/delivery/outbox.h"

namespace patchbay::reach {
namespace {

using store::ReadTransaction;

constexpr std::size_t kPage = 200;

// A webhook, and what this node knows of its destination.
struct Slot {
  Webhook webhook;
  std::unique_ptr<Outbox> outbox;  // null: another node delivers, or none yet
  std::int64_t fence = 0;          // of this node's lease
  std::int64_t generation = 0;
  std::int64_t beat = 0;
  Instant renewed;  // when the lease was known to be held
  Instant saved;    // when something was saved last
  bool is_saving = false;
  bool is_taking = false;  // the lease is being taken
  bool is_failing = false;
  // The lease of another node, and since when it has looked like this.
  std::string other;
  std::int64_t other_fence = -1;
  std::int64_t other_beat = -1;
  Instant other_since;
  // Raised with each outbox, so that what was under way for an earlier one is ignored.
  std::int64_t turn = 0;
};
using SlotPtr = std::shared_ptr<Slot>;

// Whether it was so long ago. After the clock was set back, it counts as long ago.
bool has_passed(Instant then, Instant now, std::int64_t us) {
  return now < then || now.us - then.us >= us;
}
std::unique_ptr<Outbox> make_outbox(const Slot& slot, const Destination& kept) {
  auto out = std::make_unique<Outbox>(kept);
  out->set_own_addresses(slot.webhook.has_own_addresses());
  return out;
}

// A change, and its customer as it is now.
struct Found {
  std::shared_ptr<const FeedEntry> change;
  Record customer;
};

class RealEngine final : public Engine {
 public:
  explicit RealEngine(Options options)
      : options_(std::move(options)), inbox_(std::make_shared<Inbox>(options_.wake)) {}
  ~RealEngine() override { inbox_->close(); }

  Instant step() override;
  void finish() override;
  void look() override {
    inbox_->put([this] { next_look_ = {}; });
  }
  [[nodiscard]] DeliveryCounts counts() const override {
    return {.delivered = delivered_,
            .failed = failed_,
            .dead = dead_,
            .destinations = destinations_,
            .failing = failing_,
            .waiting = waiting_};
  }

 private:
  void look_at_webhooks(Instant now);
  void look_at(const SlotPtr& slot, Instant now);
  void follow(ReadTransaction& reader, Slot& slot, Instant now);
  void send_due(ReadTransaction& reader, const SlotPtr& slot, Instant now);
  void send(const SlotPtr& slot, const Sending& sending, const Found& found, Instant now);
  void save(const SlotPtr& slot, Instant now);
  void take_lease(const SlotPtr& slot, const Destination& seen, Instant now);
  void give_back(Slot& slot);
  void lose(Slot& slot);
  void notice(DeliveryNotice::Kind kind, const Slot& slot, std::string what) const;
  void note_state(Slot& slot);
  void count();
  // Whether the principal whose rights the webhook has may read below its customer.
  [[nodiscard]] bool may_read(ReadTransaction& reader, const Webhook& webhook) const;
  // The change of a delivery that was parked, from history.
  std::optional<Found> find_change(ReadTransaction& reader, const Webhook& webhook,
                                   const Sending& sending);
  static std::shared_ptr<const FeedEntry> read_change(ReadTransaction& reader,
                                                      const Sending& sending,
                                                      const Record& customer);
  [[nodiscard]] bool holds(const Slot& slot, Instant now) const {
    return slot.outbox && (options_.is_alone || !has_passed(slot.renewed, now, kLeaseUs * 6 / 10));
  }

  const Options options_;
  std::shared_ptr<Inbox> inbox_;
  std::map<std::int64_t, SlotPtr> slots_;
  Instant next_look_;
  std::int64_t newest_ = -1;  // the newest entry that was seen
  std::atomic<std::uint64_t> delivered_ = 0;
  std::atomic<std::uint64_t> failed_ = 0;
  std::atomic<std::uint64_t> dead_ = 0;
  std::atomic<std::uint64_t> destinations_ = 0;
  std::atomic<std::uint64_t> failing_ = 0;
  std::atomic<std::uint64_t> waiting_ = 0;
};

void RealEngine::notice(DeliveryNotice::Kind kind, const Slot& slot, std::string what) const {
  if (options_.notice)
    options_.notice({.kind = kind,
                     .webhook = slot.webhook.id,
                     .name = slot.webhook.name,
                     .what = std::move(what)});
}

Instant RealEngine::step() {
  for (const Inbox::Work& work : inbox_->take()) work();
  const Instant now = options_.clock.now();
  try {
    const std::unique_ptr<ReadTransaction> reader = options_.store.read();
    if (now >= next_look_ || next_look_.us - now.us > kLookUs) {
      look_at_webhooks(now);
      next_look_ = {now.us + kLookUs};
    }
    if (!slots_.empty())
      newest_ = reader->feed({.below = kRoot, .after = std::nullopt, .limit = 1}).next.entry;
    for (const auto& [id, slot] : slots_) {
      if (!holds(*slot, now)) continue;
      follow(*reader, *slot, now);
      send_due(*reader, slot, now);
    }
  } catch (const store::Unavailable&) {
    // It is tried again at the next step.
    next_look_ = {now.us + kLookUs};
  }
  Instant next = next_look_;
  for (const auto& [id, slot] : slots_) {
    save(slot, now);
    if (!slot->outbox) continue;
    next = std::min(next, Instant{now.us + kFollowUs});
  }
  count();
  return next;
}

void RealEngine::count() {
  std::uint64_t destinations = 0;
  std::uint64_t failing = 0;
  std::uint64_t waiting = 0;
  for (const auto& [id, slot] : slots_) {
    if (slot->outbox) ++destinations;
    if (slot->outbox) waiting += slot->outbox->waiting();
    if (slot->is_failing) ++failing;
  }
  destinations_ = destinations;
  failing_ = failing;
  waiting_ = waiting;
}

void RealEngine::look_at_webhooks(Instant now) {
  std::set<std::int64_t> gone;  // or disabled
  for (const auto& [id, slot] : slots_) gone.insert(id);
  for (Webhook& webhook : options_.ledger.webhooks()) {
    gone.erase(webhook.id);
    SlotPtr& slot = slots_[webhook.id];
    if (!slot) slot = std::make_shared<Slot>();
    slot->webhook = std::move(webhook);
    if (slot->outbox) slot->outbox->set_own_addresses(slot->webhook.has_own_addresses());
  }
  for (const std::int64_t id : gone) {
    give_back(*slots_.at(id));
    slots_.erase(id);
  }
  for (const auto& [id, slot] : slots_) {
    try {
      look_at(slot, now);
    } catch (const store::Damaged& error) {
      // Others are delivered to. It is reported once.
      if (!std::exchange(slot->is_failing, true))
        notice(DeliveryNotice::Kind::failing, *slot, error.what());
    }
  }
}

// Compares the lease on disk with what is known of it.
void RealEngine::look_at(const SlotPtr& slot, Instant now) {
  const auto found = options_.ledger.destination(slot->webhook.id);
  if (!found) return;  // it is made with the webhook
  Slot& mine = *slot;
  if (mine.outbox) {
    if (found->fence != mine.fence) return lose(mine);
    if (found->generation != mine.generation && !mine.is_saving) {
      // Somebody moved the position, or wants something again.
      mine.generation = found->generation;
      mine.beat = found->beat;
      mine.outbox = make_outbox(mine, *found);
      ++mine.turn;
      note_state(mine);
    }
    return;
  }
  const bool is_same = mine.other == found->holder && mine.other_fence == found->fence &&
                       mine.other_beat == found->beat;
  if (!is_same || now < mine.other_since) {
    mine.other = found->holder;
    mine.other_fence = found->fence;
    mine.other_beat = found->beat;
    mine.other_since = now;
  }
  const bool is_free = found->holder.empty() || options_.is_alone ||
                       (is_same && now.us - mine.other_since.us >= kLeaseUs);
  if (is_free && !mine.is_taking) take_lease(slot, *found, now);
}

void RealEngine::take_lease(const SlotPtr& slot, const Destination& seen, Instant now) {
  slot->is_taking = true;
  options_.ledger.take_lease(
      seen, options_.node,
      [this, inbox = inbox_, slot, now,
       was_held = !seen.holder.empty()](const std::optional<Destination>& taken) {
        inbox->put([this, slot, taken, now, was_held] {
          slot->is_taking = false;
          if (!taken) return;
          slot->fence = taken->fence;
          slot->beat = taken->beat;
          slot->generation = taken->generation;
          slot->renewed = slot->saved = now;
          slot->outbox = make_outbox(*slot, *taken);
          ++slot->turn;
          note_state(*slot);
          if (was_held && !options_.is_alone)
            notice(DeliveryNotice::Kind::taken_over, *slot, "another node no longer delivers");
        });
      });
}

void RealEngine::lose(Slot& slot) {
  slot.outbox.reset();
  slot.is_failing = false;
  slot.other_fence = -1;
  ++slot.turn;
}

bool RealEngine::may_read(ReadTransaction& reader, const Webhook& webhook) const {
  const auto principal = reader.principal(webhook.principal);
  if (!principal || principal->deleted || principal->locked) return false;
  if (options_.may_deliver && !options_.may_deliver(reader, *principal)) return false;
  const auto above = reader.lineage(webhook.below);
  return std::ranges::find(above, principal->home) != above.end();
}

void RealEngine::follow(ReadTransaction& reader, Slot& slot, Instant now) {
  Outbox& outbox = *slot.outbox;
  if (outbox.read_position().entry >= newest_ || !outbox.wants_more(now)) return;
  if (!may_read(reader, slot.webhook)) return;
  FeedPage page =
      reader.feed({.below = slot.webhook.below, .after = outbox.read_position(), .limit = kPage});
  // The store was restored from a backup: delivery goes on from its newest change.
  if (page.lost) page = reader.feed({.below = slot.webhook.below, .after = std::nullopt});
  std::erase_if(page.entries, [&](const FeedEntry& each) {
    return !options_.messages.wants(slot.webhook, each);
  });
  outbox.add(std::move(page.entries), page.next);
}

// The selection of a webhook and the place of a customer may have changed since a change was read.
std::optional<Found> RealEngine::find_change(ReadTransaction& reader, const Webhook& webhook,
                                             const Sending& sending) {
  const auto above = reader.lineage(sending.customer);
  if (std::ranges::find(above, webhook.below) == above.end()) return std::nullopt;
  auto customer = reader.customer(sending.customer);
  if (!customer || !options_.messages.reaches(webhook, *customer)) return std::nullopt;
  // Values that a later version replaced may have been erased since they were read ahead.
  const bool is_newest = customer->version == sending.version;
  auto change =
      sending.change && is_newest ? sending.change : read_change(reader, sending, *customer);
  if (!change || !options_.messages.wants(webhook, *change)) return std::nullopt;
  return Found{std::move(change), *std::move(customer)};
}

std::shared_ptr<const FeedEntry> RealEngine::read_change(ReadTransaction& reader,
                                                         const Sending& sending,
                                                         const Record& customer) {
  auto entries = reader.history(sending.customer, sending.version + 1, 1);
  if (entries.empty() || entries.front().version != sending.version) return nullptr;
  return std::make_shared<const FeedEntry>(FeedEntry{.position = {.entry = sending.entry},
                                                     .uuid = customer.uuid,
                                                     .entry = std::move(entries.front())});
}

void RealEngine::send_due(ReadTransaction& reader, const SlotPtr& slot, Instant now) {
  Outbox& outbox = *slot->outbox;
  bool may = false;
  while (auto sending = outbox.next(now)) {
    // Everything waits for a principal who may not sign in now.
    may = may || may_read(reader, slot->webhook);
    if (!may) return outbox.put_back(*sending);
    if (const auto found = find_change(reader, slot->webhook, *sending))
      send(slot, *sending, *found, now);
    else
      outbox.drop(*sending);  // the webhook may not know of it any more
  }
}

void RealEngine::send(const SlotPtr& slot, const Sending& sending, const Found& found,
                      Instant now) {
  const auto finish = [this, slot, sending, request = found.change->entry.by.request, now,
                       turn = slot->turn](const AttemptResult& result) {
    if (slot->turn != turn || !slot->outbox) return;
    Outbox& outbox = *slot->outbox;
    const bool was_taken = verdict_of(result) == Verdict::taken;
    ++(was_taken ? delivered_ : failed_);
    if (outbox.finish(sending, result, now, options_.clock.now(), request, options_.random)) {
      ++dead_;
      notice(DeliveryNotice::Kind::dead, *slot,
             "version " + std::to_string(sending.version) + " of customer " +
                 std::to_string(sending.customer.value) + ": " + problem_of(result));
    }
    note_state(*slot);
  };
  auto message = options_.messages.message(slot->webhook, *found.change, found.customer, now);
  if (!message) return finish({.problem = "the keys of the webhook cannot be read"});
  options_.network.send(*std::move(message), [inbox = inbox_, finish](AttemptResult result) {
    inbox->put([finish, result = std::move(result)] { finish(result); });
  });
}

// Says when a destination begins to fail, works again, or is stopped.
void RealEngine::note_state(Slot& slot) {
  const Destination& kept = slot.outbox->kept();
  const bool is_failing = kept.failures >= kFailuresBeforePause || !kept.stopped.empty();
  if (is_failing == slot.is_failing) return;
  slot.is_failing = is_failing;
  if (!kept.stopped.empty())
    notice(DeliveryNotice::Kind::stopped, slot, kept.stopped);
  else if (is_failing)
    notice(DeliveryNotice::Kind::failing, slot, "it takes nothing");
  else
    notice(DeliveryNotice::Kind::working, slot, "it takes what it is sent");
}

// Saves the state if it has changed, and otherwise now and then, to keep the lease.
void RealEngine::save(const SlotPtr& slot, Instant now) {
  if (!slot->outbox || slot->is_saving) return;
  Outbox& outbox = *slot->outbox;
  const bool is_beat = !options_.is_alone && has_passed(slot->saved, now, kBeatUs);
  if (!is_beat && !(outbox.has_changes() && has_passed(slot->saved, now, kSaveUs))) return;
  slot->is_saving = true;
  slot->saved = now;
  Destination state = outbox.take_state();
  state.holder = options_.node;
  state.fence = slot->fence;
  state.generation = slot->generation;
  state.beat = ++slot->beat;
  options_.ledger.save(state, outbox.take_attempts(),
                       [this, inbox = inbox_, slot, now, turn = slot->turn](Kept kept) {
                         inbox->put([this, slot, now, turn, kept] {
                           slot->is_saving = false;
                           if (slot->turn != turn) return;
                           if (kept == Kept::yes) slot->renewed = now;
                           if (kept == Kept::failed && slot->outbox) slot->outbox->touch();
                           // The one who moved the position or took the lease is followed at the
                           // next look.
                           if (kept == Kept::refused) next_look_ = {};
                         });
                       });
}

// Keeps what was delivered, and lets another node deliver at once.
void RealEngine::give_back(Slot& slot) {
  if (!slot.outbox) return;
  Destination state = slot.outbox->take_state();
  state.holder.clear();
  state.fence = slot.fence;
  state.generation = slot.generation;
  state.beat = slot.beat + 1;
  options_.ledger.save(state, slot.outbox->take_attempts(), [](Kept) {});
  lose(slot);
}

void RealEngine::finish() {
  for (const auto& [id, slot] : slots_) give_back(*slot);
  inbox_->close();
}

}  // namespace

std::unique_ptr<Engine> Engine::make(Options options) {
  return std::make_unique<RealEngine>(std::move(options));
}

}  // namespace patchbay::reach
