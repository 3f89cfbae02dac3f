// Compares what receivers got with what the store holds in the end.
#include <algorithm>

#include "reach/webhooks/webhook_messages.h"
#include "simulation/base.h"
#include "simulation/judge.h"

namespace patchbay::simulation {
namespace {

constexpr std::string_view kBase = "base";

class DeliveryJudgement {
 public:
  DeliveryJudgement(const DeliveryLog& log, const FinalState& end, Reached& reached)
      : log_(log), end_(end), reached_(reached) {}

  std::vector<std::string> run() {
    for (const std::int64_t webhook : kWebhooks) {
      std::map<CustomerId, const FeedEntry*> latest;
      for (const FeedEntry& each : end_.entries) {
        // What was there before the webhooks may be sent by a replay.
        if (is_within(webhook, each)) expected_.insert({webhook, reach::event_id(each)});
        if (is_wanted(webhook, each)) check_change(webhook, each, latest[each.entry.customer]);
      }
    }
    for (const auto& [key, told] : log_.told)
      if (told.arrivals > 0 && !expected_.contains(key))
        faults_.push_back("webhook " + std::to_string(key.webhook) + " got " + key.id +
                          ", which is not in the journal");
    for (const KeptSeen& each : log_.seen) check_kept(each);
    return std::move(faults_);
  }

 private:
  // Customers that are made in a run stand below customer 2, and none leaves or comes there.
  static bool is_within(std::int64_t webhook, const FeedEntry& change) {
    const std::int64_t customer = change.entry.customer.value;
    const bool is_below = customer != 1 && customer != 3 && customer != 20;
    return webhook == kWebhooks[0] || is_below;
  }

  static bool is_wanted(std::int64_t webhook, const FeedEntry& change) {
    return change.entry.by.reason != kBase && is_within(webhook, change);
  }

  [[nodiscard]] const Told* told_of(std::int64_t webhook, const FeedEntry& change) const {
    const auto found = log_.told.find({webhook, reach::event_id(change)});
    return found == log_.told.end() || found->second.arrivals == 0 ? nullptr : &found->second;
  }

  static std::string name_of(std::int64_t webhook, const FeedEntry& change) {
    return "webhook " + std::to_string(webhook) + ", customer " +
           std::to_string(change.entry.customer.value) + " version " +
           std::to_string(change.entry.version);
  }

  [[nodiscard]] bool was_given_up(std::int64_t webhook, const FeedEntry& change) const {
    return log_.given_up.contains({webhook, change.entry.customer, change.entry.version});
  }

  // `before` is the newest version of the customer so far that was never given up.
  void check_change(std::int64_t webhook, const FeedEntry& change, const FeedEntry*& before) {
    const Told* const told = told_of(webhook, change);
    if (!told) {
      faults_.push_back(name_of(webhook, change) + " never arrived");
      return;
    }
    if (log_.replayed.contains({webhook, change.entry.customer, change.entry.version}))
      reached_.note(Rare::dead_letter_replayed);
    if (was_given_up(webhook, change)) return;
    const Told* const earlier = before ? told_of(webhook, *before) : nullptr;
    if (earlier && earlier->arrived > told->arrived)
      faults_.push_back(name_of(webhook, change) + " arrived before version " +
                        std::to_string(before->entry.version));
    before = &change;
  }

  // All up to the position was answered by then, or waits for another attempt.
  void check_kept(const KeptSeen& seen) {
    const std::int64_t webhook = seen.kept.id;
    for (const FeedEntry& each : end_.entries) {
      if (each.position.entry > seen.kept.position.entry) {
        look_ahead(seen, each);
        continue;
      }
      if (!is_wanted(webhook, each)) continue;
      const Told* const told = told_of(webhook, each);
      const bool waits = std::ranges::any_of(seen.kept.parked, [&](const ParkedDelivery& parked) {
        return parked.entry == each.position.entry;
      });
      if (waits || (told && told->answered != 0 && told->answered < seen.tick)) continue;
      faults_.push_back(name_of(webhook, each) +
                        " was not delivered, and the position is behind it");
      return;
    }
  }

  void look_ahead(const KeptSeen& seen, const FeedEntry& change) {
    if (!seen.is_opened || !is_wanted(seen.kept.id, change)) return;
    const Told* const told = told_of(seen.kept.id, change);
    if (told && told->answered != 0 && told->answered < seen.tick)
      reached_.note(Rare::sent_not_recorded);
  }

  const DeliveryLog& log_;
  const FinalState& end_;
  Reached& reached_;
  std::vector<std::string> faults_;
  std::set<EventKey> expected_;
};

}  // namespace

std::vector<std::string> judge(const DeliveryLog& log, const FinalState& end, Reached& reached) {
  return DeliveryJudgement(log, end, reached).run();
}

}  // namespace patchbay::simulation
