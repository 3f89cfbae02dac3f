// Decides whose password is checked next. A check takes tens of milliseconds and anyone can cause
// one, so a plain queue would be filled by the client that sends most.
//
// First come names that signed in recently from the same source. Then come unknown callers, source
// by source. Then come names that are being guessed at, one check a second each. A slowed name that
// has waited for long goes before unknown callers, so that it is slowed but never locked out.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/service.h"

namespace patchbay::app {

// A round-robin queue: keys take turns in the order in which they arrived; items of one key keep
// their order.
template <class Item>
class RoundRobin {
 public:
  void add(const std::string& key, Item item) {
    auto& own = by_key_[key];
    if (own.empty()) turns_.push_back(key);
    own.push_back(std::move(item));
    ++size_;
  }
  // Must not be empty.
  Item next() {
    const std::string key = std::move(turns_.front());
    turns_.pop_front();
    const auto found = by_key_.find(key);
    Item out = std::move(found->second.front());
    found->second.pop_front();
    --size_;
    if (found->second.empty())
      by_key_.erase(found);
    else
      turns_.push_back(key);
    return out;
  }
  // Removes and returns the newest item of the key that has the most, if it has more than `count`.
  std::optional<Item> drop_from_longest(std::size_t count) {
    auto longest = by_key_.end();
    for (auto one = by_key_.begin(); one != by_key_.end(); ++one)
      if (one->second.size() > count) {
        longest = one;
        count = one->second.size();
      }
    if (longest == by_key_.end()) return std::nullopt;
    Item out = std::move(longest->second.back());
    longest->second.pop_back();
    --size_;
    return out;
  }
  [[nodiscard]] std::size_t count(const std::string& key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? 0 : found->second.size();
  }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::deque<std::string> turns_;
  std::map<std::string, std::deque<Item>> by_key_;
  std::size_t size_ = 0;
};

// A request that waits for its password check. Exactly one of the two functions is called, once.
struct PendingCheck {
  core::PasswordCheck check;
  std::function<void()> proceed;
  std::function<void()> reject;
};

// Has no thread and no clock. The caller passes the time.
class PasswordQueue {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::size_t kClassMax = 256;      // known names, unknown callers, slowed ones
  static constexpr std::size_t kSourceMax = 64;      // from one source
  static constexpr std::size_t kNameMax = 16;        // for one slowed name
  static constexpr std::chrono::seconds kSlowed{1};  // between two checks of a slowed name
  static constexpr std::chrono::seconds kSlowedWaitMax{5};  // after this a slowed check goes first

  // Adds `one` and returns the check that is turned away for it, which may be `one` itself.
  [[nodiscard]] std::optional<PendingCheck> add(PendingCheck one, Time now);
  // The next check, or nothing if none may run yet.
  [[nodiscard]] std::optional<PendingCheck> next(Time now);
  // When the next slowed check may run; nothing if none waits for its time.
  [[nodiscard]] std::optional<Time> next_time() const;
  [[nodiscard]] std::size_t size() const {
    return known_.size() + strangers_.size() + slowed_size_;
  }
  [[nodiscard]] bool empty() const { return size() == 0; }

 private:
  struct Slowed {
    std::deque<PendingCheck> waiting;
    Time next_at;  // when one of them may run
  };
  using SlowedNames = std::map<std::string, Slowed>;

  [[nodiscard]] std::optional<PendingCheck> add_slowed(PendingCheck one, Time now);
  [[nodiscard]] SlowedNames::iterator ready_before(Time time);
  PendingCheck next_slowed(SlowedNames::iterator name, Time now);
  void forget_idle(Time now);

  RoundRobin<PendingCheck> known_;
  RoundRobin<PendingCheck> strangers_;
  SlowedNames slowed_;
  std::size_t slowed_size_ = 0;
};

}  // namespace patchbay::app
