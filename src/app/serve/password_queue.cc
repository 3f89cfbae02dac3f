// Schedules password checks.
#include "app/serve/password_queue.h"

#include <algorithm>
#include <utility>

namespace patchbay::app {

std::optional<PendingCheck> PasswordQueue::add(PendingCheck one, Time now) {
  if (one.check.is_slowed && !one.check.is_known) return add_slowed(std::move(one), now);
  RoundRobin<PendingCheck>& rounds = one.check.is_known ? known_ : strangers_;
  const std::string source = one.check.source;
  const std::size_t own = rounds.count(source);
  if (own >= kSourceMax) return one;
  if (rounds.size() < kClassMax) {
    rounds.add(source, std::move(one));
    return std::nullopt;
  }
  // The queue is full: the key with the most waiting checks loses its newest, if it has more than
  // this key would have.
  auto dropped = rounds.drop_from_longest(own + 1);
  if (!dropped) return one;
  rounds.add(source, std::move(one));
  return dropped;
}

std::optional<PendingCheck> PasswordQueue::add_slowed(PendingCheck one, Time now) {
  forget_idle(now);
  if (slowed_size_ >= kClassMax ||
      (slowed_.size() >= kClassMax && !slowed_.contains(one.check.name)))
    return one;
  const auto [name, is_new] = slowed_.try_emplace(one.check.name);
  if (is_new) name->second.next_at = now + kSlowed;
  if (name->second.waiting.size() >= kNameMax) return one;
  name->second.waiting.push_back(std::move(one));
  ++slowed_size_;
  return std::nullopt;
}

std::optional<PendingCheck> PasswordQueue::next(Time now) {
  if (known_.size() > 0) return known_.next();
  if (slowed_size_ > 0)
    if (const auto name = ready_before(now - kSlowedWaitMax); name != slowed_.end())
      return next_slowed(name, now);
  if (strangers_.size() > 0) return strangers_.next();
  if (slowed_size_ > 0)
    if (const auto name = ready_before(now); name != slowed_.end()) return next_slowed(name, now);
  return std::nullopt;
}

std::optional<PasswordQueue::Time> PasswordQueue::next_time() const {
  std::optional<Time> out;
  for (const auto& [name, slowed] : slowed_)
    if (!slowed.waiting.empty() && (!out || slowed.next_at < *out)) out = slowed.next_at;
  return out;
}

// The slowed name with waiting checks that was allowed to continue first, at or before `time`.
PasswordQueue::SlowedNames::iterator PasswordQueue::ready_before(Time time) {
  auto out = slowed_.end();
  for (auto one = slowed_.begin(); one != slowed_.end(); ++one)
    if (!one->second.waiting.empty() && one->second.next_at <= time &&
        (out == slowed_.end() || one->second.next_at < out->second.next_at))
      out = one;
  return out;
}

PendingCheck PasswordQueue::next_slowed(SlowedNames::iterator name, Time now) {
  PendingCheck out = std::move(name->second.waiting.front());
  name->second.waiting.pop_front();
  name->second.next_at = now + kSlowed;
  --slowed_size_;
  return out;
}

// Forgets names that have no check waiting and whose pause is over.
void PasswordQueue::forget_idle(Time now) {
  std::erase_if(slowed_, [&](const auto& each) {
    return each.second.waiting.empty() && each.second.next_at <= now;
  });
}

}  // namespace patchbay::app
