// The dice choose what becomes of a message when it is carried, not when it is sent.
#include "simulation/receivers.h"

#include <algorithm>

#include "base/text.h"
#include "simulation/base.h"

namespace patchbay::simulation {
namespace {

using reach::AttemptResult;

std::int64_t webhook_of(const std::string& url) {
  return parse_whole(url.substr(url.rfind('/') + 1)).value_or(0);
}

std::string id_of(const reach::Message& message) {
  for (const auto& [name, value] : message.headers)
    if (name == "webhook-id") return value;
  return {};
}

// The id of the version that follows.
std::string next_version(const std::string& id) {
  const std::size_t at = id.rfind('_') + 1;
  return id.substr(0, at) + std::to_string(parse_whole(id.substr(at)).value_or(0) + 1);
}

std::string text(const EventKey& key) {
  return "webhook " + std::to_string(key.webhook) + ", " + key.id;
}

}  // namespace

Receivers::Receivers(World& world, History& history, Reached& reached)
    : world_(world), history_(history), reached_(reached) {
  Dice& dice = world_.dice;
  if (dice.one_in(3)) unwanted_ = "_" + std::to_string(dice.between(2, 5));
  if (dice.one_in(2)) return;
  gone_webhook_ = kWebhooks[dice.below(std::size(kWebhooks))];
  gone_at_ = static_cast<std::uint64_t>(dice.between(1, 30));
}

void Receivers::welcome(std::int64_t webhook) {
  gone_.erase(webhook);
  if (webhook == gone_webhook_) gone_at_ = 0;
}

bool Receivers::is_under_way(std::int64_t webhook, const Node& except) const {
  return std::ranges::any_of(flights_, [&](const Flight& each) {
    return each.node && each.node != &except && each.key.webhook == webhook;
  });
}

void Receivers::check(const Node& node, const EventKey& key) {
  const auto fault = [&](const std::string& what) {
    history_.faults.push_back(text(key) + ": " + what);
  };
  if (log.stopped.contains(key.webhook) && !log.operating.contains(key.webhook))
    fault("was sent although the webhook is stopped");
  const auto gone = node.gone_after.find(key.webhook);
  if (gone != node.gone_after.end() && node.steps > gone->second &&
      !node.operated.contains(key.webhook))
    fault("was sent after the receiver answered 410");
  const auto lease = log.leases.find(key.webhook);
  const auto fence = node.fences.find(key.webhook);
  if (lease != log.leases.end() && fence != node.fences.end() &&
      fence->second < lease->second.first && node.step > lease->second.second)
    fault("was sent by a node after another one had taken over");
  check_wait(node, key);
}

// A node that did not live to keep the answer need not know of it, nor one that an operator told
// to send again.
void Receivers::check_wait(const Node& node, const EventKey& key) {
  Told& told = log.told[key];
  if (!told.not_before) return;
  const auto fence = node.fences.find(key.webhook);
  const bool is_same = fence != node.fences.end() && fence->second == told.fence;
  if (world_.clock.now() >= *told.not_before)
    reached_.note(Rare::retry_after_honoured);
  else if (is_same && told.set_backs == world_.clock.set_backs() &&
           !node.operated.contains(key.webhook))
    history_.faults.push_back(text(key) +
                              ": was sent again before the time that Retry-After asked for");
  told.not_before.reset();
}

void Receivers::send(Node& node, const reach::Message& message,
                     std::function<void(AttemptResult)> done) {
  EventKey key{.webhook = webhook_of(message.url), .id = id_of(message)};
  world_.trace.text(key.id);
  check(node, key);
  if (world_.planted == Planted::foretold_change && world_.dice.one_in(20))
    key.id = next_version(key.id);
  if (world_.planted == Planted::unanswered_delivery && world_.dice.one_in(10)) {
    done({.status = 200});
    done = {};
  }
  flights_.push_back({.node = &node, .key = std::move(key), .done = std::move(done)});
}

// A process that ends takes its connections with it. What is on the wire may still arrive.
void Receivers::forget() {
  std::erase_if(flights_,
                [&](const Flight& each) { return each.has_arrived || world_.dice.one_in(2); });
  for (Flight& each : flights_) {
    each.node = nullptr;
    each.done = {};
  }
}

void Receivers::arrive(Flight& flight) {
  Told& told = log.told[flight.key];
  world_.trace.event("arrives", static_cast<std::uint64_t>(flight.key.webhook), told.arrivals);
  ++log.arrivals;
  if (told.arrivals++ == 0) told.arrived = log.arrivals;
  if (told.arrivals > 1) reached_.note(Rare::delivered_twice);
  flight.has_arrived = true;
}

void Receivers::answer(Flight flight, AttemptResult result) {
  world_.trace.event("answers", static_cast<std::uint64_t>(result.status));
  Told& told = log.told[flight.key];
  if (!flight.done) return;
  if (result.status == 200 && told.answered == 0) told.answered = history_.tick();
  if (result.status == 410) {
    flight.node->gone_after[flight.key.webhook] = flight.node->steps + 1;
    if (world_.planted == Planted::ignored_410) result.status = 500;
  }
  if (const auto asked = parse_whole(result.retry_after)) {
    told.not_before = world_.clock.now().plus_seconds(*asked);
    told.set_backs = world_.clock.set_backs();
    told.fence = flight.node->fences[flight.key.webhook];
    if (world_.planted == Planted::ignored_retry_after) result.retry_after.clear();
  }
  flight.done(std::move(result));
}

bool Receivers::refuses(const EventKey& key) const {
  return !unwanted_.empty() && key.webhook == 1 && key.id.ends_with(unwanted_);
}

Receivers::Fate Receivers::fate_of(const Flight& flight) {
  if (is_mended_) return refuses(flight.key) ? Fate::refused : Fate::taken;
  Dice& dice = world_.dice;
  if (flight.node && flight.node->hangs && !dice.one_in(4)) return Fate::later;
  if (dice.one_in(80)) down_.insert(flight.key.webhook);
  if (dice.one_in(12)) down_.erase(flight.key.webhook);
  if (down_.contains(flight.key.webhook)) return dice.one_in(3) ? Fate::cut : Fate::busy;
  if (refuses(flight.key)) return Fate::refused;
  const std::uint64_t chosen = dice.below(100);
  if (chosen < 60) return Fate::taken;
  if (chosen < 67) return Fate::lost_reply;
  if (chosen < 73) return Fate::cut;
  if (chosen < 79) return Fate::refused;
  if (chosen < 86) return Fate::busy;
  if (chosen < 92) return Fate::repeated;
  return Fate::later;
}

AttemptResult Receivers::refusal() {
  constexpr int kStatuses[] = {301, 400, 404, 418, 500, 500, 501, 599};
  return {.status = kStatuses[world_.dice.below(std::size(kStatuses))]};
}

void Receivers::settle(Flight flight, Fate fate) {
  Dice& dice = world_.dice;
  switch (fate) {
    case Fate::taken:
      if (!flight.has_arrived) arrive(flight);
      return answer(std::move(flight), {.status = 200});
    case Fate::lost_reply:
      if (!flight.has_arrived) arrive(flight);
      if (flight.done) reached_.note(Rare::delivery_reply_lost);
      return answer(std::move(flight), {.problem = "there was no reply in time"});
    case Fate::cut:
      return answer(std::move(flight), {.problem = "the connection was cut off"});
    case Fate::refused:
      return answer(std::move(flight), refusal());
    case Fate::busy: {
      AttemptResult out{.status = dice.one_in(2) ? 429 : 503};
      if (dice.one_in(2)) out.retry_after = std::to_string(dice.between(1, 3600));
      return answer(std::move(flight), std::move(out));
    }
    case Fate::repeated: {
      flights_.push_back({.node = nullptr, .key = flight.key, .done = {}});
      arrive(flight);
      return answer(std::move(flight), {.status = 200});
    }
    case Fate::later:
      if (!flight.has_arrived && dice.one_in(2)) arrive(flight);
      flights_.push_back(std::move(flight));
  }
}

bool Receivers::carry() {
  if (flights_.empty()) return false;
  const std::size_t chosen = world_.dice.below(flights_.size());
  Flight flight = std::move(flights_[chosen]);
  flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(chosen));
  const std::int64_t webhook = flight.key.webhook;
  if (webhook == gone_webhook_ && gone_at_ > 0 && log.arrivals >= gone_at_) gone_.insert(webhook);
  if (gone_.contains(webhook) && !is_mended_)
    answer(std::move(flight), {.status = 410});
  else
    settle(std::move(flight), fate_of(flight));
  return !flights_.empty();
}

}  // namespace patchbay::simulation
