// The window of changes after the position, and the queues of customers in it.
#include "reach/delivery/outbox.h"

#include <algorithm>
#include <utility>

namespace patchbay::reach {

Outbox::Outbox(Destination kept) : kept_(std::move(kept)), read_(kept_.position) {
  for (ParkedDelivery& each : std::exchange(kept_.parked, {}))
    insert(each.entry, {.customer = each.customer,
                        .version = each.version,
                        .attempts = each.attempts,
                        .due = each.due,
                        .change = nullptr,
                        .is_parked = true,
                        .dead = std::move(each.dead)});
}

void Outbox::insert(std::int64_t entry, Item item) {
  const CustomerId customer = item.customer;
  if (item.is_parked && item.dead.empty()) ++waiting_;
  if (!item.dead.empty()) dead_.insert(entry);
  const bool is_dead = !item.dead.empty();
  items_.emplace(entry, std::move(item));
  if (is_dead) return;
  auto& queue = queues_[customer];
  if (!queue.empty()) ready_.erase({items_.at(*queue.begin()).due, *queue.begin()});
  queue.insert(entry);
  make_ready(customer);
}

void Outbox::make_ready(CustomerId customer) {
  const auto queue = queues_.find(customer);
  if (queue == queues_.end()) return;
  const std::int64_t head = *queue->second.begin();
  const Item& item = items_.at(head);
  if (!item.is_under_way) ready_.insert({item.due, head});
}

void Outbox::look_at_clock(Instant now) {
  if (!guard_.look(now)) return;
  kept_.paused_until = guard_.mended(kept_.paused_until, kPauseLongestUs);
  kept_.failing_since = std::min(kept_.failing_since, now);
  ready_.clear();
  for (auto& [entry, item] : items_) item.due = guard_.mended(item.due, kDelayLongestUs);
  for (const auto& [customer, queue] : queues_) make_ready(customer);
}

bool Outbox::wants_more(Instant now) {
  look_at_clock(now);
  if (is_stopped() || now < kept_.paused_until) return false;
  if (waiting_ >= Destination::kWaitingMax || open_.size() >= kWindow) return false;
  return kept_.failures < kFailuresBeforePause || (open_.empty() && ready_.empty());
}

void Outbox::add(std::vector<FeedEntry> wanted, const FeedPosition& next) {
  for (FeedEntry& each : wanted) {
    const std::int64_t entry = each.position.entry;
    if (items_.contains(entry)) continue;  // it was parked before the position
    order_.push_back(each.position);
    open_.insert(entry);
    const CustomerId customer = each.entry.customer;
    const Version version = each.entry.version;
    insert(entry, {.customer = customer,
                   .version = version,
                   .due = {},
                   .change = std::make_shared<const FeedEntry>(std::move(each))});
    park_behind(customer);
  }
  if (has_own_addresses_) make_room();
  read_ = next;
  advance();
}

// What waits for addresses that fail must not keep changes from the others: the oldest is given up.
void Outbox::make_room() {
  if (waiting_ < Destination::kWaitingMax) return;
  std::vector<std::pair<std::int64_t, CustomerId>> waiting;
  for (const auto& [entry, item] : items_)
    if (item.is_parked && item.dead.empty() && !item.is_under_way)
      waiting.emplace_back(entry, item.customer);
  for (const auto& [entry, customer] : waiting)
    if (waiting_ >= Destination::kWaitingMax)
      give_up(entry, customer, "gave way to later changes, because too many wait");
}

// Each would fail at the same address, one after another.
void Outbox::give_up_behind(CustomerId customer, const std::string& why) {
  const auto queue = queues_.find(customer);
  if (queue == queues_.end()) return;
  const std::set<std::int64_t> behind = queue->second;
  for (const std::int64_t entry : behind)
    if (items_.at(entry).is_parked) give_up(entry, customer, why);
}

void Outbox::give_up(std::int64_t entry, CustomerId customer, std::string why) {
  Item& item = items_.at(entry);
  ready_.erase({item.due, entry});
  is_changed_ = true;
  bury(entry, item, std::move(why));
  make_ready(customer);
}

std::optional<Sending> Outbox::next(Instant now) {
  look_at_clock(now);
  const std::size_t at_once = kept_.failures < kFailuresBeforePause ? kAtOnce : 1;
  if (is_stopped() || now < kept_.paused_until || under_way_ >= at_once || ready_.empty())
    return std::nullopt;
  const auto [due, entry] = *ready_.begin();
  if (due > now) return std::nullopt;
  ready_.erase(ready_.begin());
  Item& item = items_.at(entry);
  item.is_under_way = true;
  ++under_way_;
  return Sending{.entry = entry,
                 .customer = item.customer,
                 .version = item.version,
                 .attempt = item.attempts + 1,
                 .change = item.change};
}

bool Outbox::finish(const Sending& sent, const AttemptResult& result, Instant time, Instant now,
                    const Uuid& request, Random& random) {
  const auto found = items_.find(sent.entry);
  if (found == items_.end()) return false;
  Item& item = found->second;
  item.is_under_way = false;
  --under_way_;
  is_changed_ = true;
  const std::string problem = problem_of(result);
  attempts_.push_back({.destination = kept_.id,
                       .number = ++kept_.attempt_max,
                       .entry = sent.entry,
                       .customer = sent.customer,
                       .version = sent.version,
                       .request = request,
                       .attempt = sent.attempt,
                       .time = time,
                       .us = std::max<std::int64_t>(now.us - time.us, 0),
                       .status = result.status,
                       .problem = problem});
  const Verdict verdict = verdict_of(result);
  if (verdict == Verdict::taken) {
    kept_.failures = 0;
    kept_.failing_since = {};
    forget(found);
    make_ready(sent.customer);
    advance();
    return false;
  }
  ++item.attempts;
  item.due = {now.us +
              std::max(retry_delay_us(item.attempts, random), asked_delay_us(result, now))};
  if (!has_own_addresses_) count_failure(item, verdict, result, time, now, random);
  park(sent.entry, item);
  const bool is_given_up = has_own_addresses_
                               ? verdict == Verdict::unwanted || item.attempts >= kOwnAttemptsMax
                               : item.attempts >= kAttemptsMax;
  if (is_given_up) bury(sent.entry, item, problem);
  if (is_given_up && has_own_addresses_) give_up_behind(sent.customer, problem);
  make_ready(sent.customer);
  park_behind(sent.customer);
  advance();
  return is_given_up;
}

void Outbox::count_failure(Item& item, Verdict verdict, const AttemptResult& result, Instant time,
                           Instant now, Random& random) {
  const std::string problem = problem_of(result);
  if (kept_.failures++ == 0) kept_.failing_since = time;
  const std::int64_t asked = verdict == Verdict::too_much ? asked_delay_us(result, now) : 0;
  kept_.paused_until =
      std::max(kept_.paused_until,
               Instant{now.us + std::max(pause_us(kept_.failures, verdict, random), asked)});
  if (verdict == Verdict::unwanted) {
    // It is sent again at once when somebody turns the destination on.
    kept_.stopped = problem;
    --item.attempts;
    item.due = now;
  } else if (now >= kept_.failing_since.plus_seconds(kFailingSecondsMax)) {
    kept_.stopped = "took nothing for five days: " + problem;
  }
}

void Outbox::put_back(const Sending& sent) {
  const auto found = items_.find(sent.entry);
  if (found == items_.end()) return;
  found->second.is_under_way = false;
  --under_way_;
  make_ready(sent.customer);
}

void Outbox::drop(const Sending& sent) {
  const auto found = items_.find(sent.entry);
  if (found == items_.end()) return;
  --under_way_;
  is_changed_ = true;
  forget(found);
  make_ready(sent.customer);
  advance();
}

void Outbox::leave_queue(std::int64_t entry, const Item& item) {
  const auto queue = queues_.find(item.customer);
  if (queue == queues_.end()) return;
  queue->second.erase(entry);
  if (queue->second.empty()) queues_.erase(queue);
}

void Outbox::forget(Items::iterator item) {
  leave_queue(item->first, item->second);
  open_.erase(item->first);
  if (item->second.is_parked) --waiting_;
  items_.erase(item);
}

void Outbox::park(std::int64_t entry, Item& item) {
  if (item.is_parked) return;
  item.is_parked = true;
  item.change.reset();  // many may wait for long, so it is read from history again
  ++waiting_;
  open_.erase(entry);
  is_changed_ = true;
}

void Outbox::park_behind(CustomerId customer) {
  const auto queue = queues_.find(customer);
  if (queue == queues_.end() || !items_.at(*queue->second.begin()).is_parked) return;
  for (const std::int64_t entry : queue->second)
    if (waiting_ < Destination::kWaitingMax) park(entry, items_.at(entry));
}

// The oldest dead one makes room for a new one.
void Outbox::bury(std::int64_t entry, Item& item, std::string why) {
  leave_queue(entry, item);
  item.dead = std::move(why);
  --waiting_;
  dead_.insert(entry);
  if (dead_.size() <= Destination::kDeadMax) return;
  items_.erase(*dead_.begin());
  dead_.erase(dead_.begin());
}

void Outbox::advance() {
  const FeedPosition before = kept_.position;
  while (!order_.empty() && !open_.contains(order_.front().entry)) {
    kept_.position = order_.front();
    order_.pop_front();
  }
  if (order_.empty()) kept_.position = read_;
  if (kept_.position != before) is_changed_ = true;
}

std::optional<Instant> Outbox::due() const {
  if (is_stopped()) return std::nullopt;
  if (!ready_.empty()) return std::max(ready_.begin()->first, kept_.paused_until);
  if (kept_.failures > 0) return kept_.paused_until;
  return std::nullopt;
}

Destination Outbox::take_state() {
  is_changed_ = false;
  Destination out = kept_;
  for (const auto& [entry, item] : items_)
    if (item.is_parked)
      out.parked.push_back({.entry = entry,
                            .customer = item.customer,
                            .version = item.version,
                            .attempts = item.attempts,
                            .due = item.due,
                            .dead = item.dead});
  return out;
}

std::vector<DeliveryAttempt> Outbox::take_attempts() { return std::exchange(attempts_, {}); }

}  // namespace patchbay::reach
