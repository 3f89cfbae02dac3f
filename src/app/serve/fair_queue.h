// Whose password is checked next. A check takes tens of milliseconds and whoever likes can ask for
// one, so that a mere queue would belong to whoever asks most.
//
// First who signed in lately from where they ask; then strangers, source by source; then, once a
// second each, names that are guessed at. Of these one that has waited for long goes before
// strangers, so that it is slowed and never locked out.
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

// Things that take turns by a key, in the order in which the keys came; of one key in their own.
template <class Item>
class RoundRobin {
 public:
  void add(const std::string& key, Item item) {
    auto& own = by_key_[key];
    if (own.empty()) turns_.push_back(key);
    own.push_back(std::move(item));
    ++size_;
  }
  // Not where it is empty.
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
  // The newest of the key that has the most, if it has more than `count`.
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

// A request that waits for its password to be checked: one of the two is called, once.
struct PendingCheck {
  core::PasswordCheck check;
  std::function<void()> proceed;
  std::function<void()> reject;
};

// Knows no thread and no clock: whoever uses it says what time it is.
class FairQueue {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::size_t kClassMax = 256;  // of those known, of strangers, of slowed names
  static constexpr std::size_t kSourceMax = 64;  // of them from one source
  static constexpr std::size_t kNameMax = 16;    // of one slowed name
  static constexpr std::chrono::seconds kSlowed{1};  // between two checks of a slowed name
  static constexpr std::chrono::seconds kSlowedWaitMax{
      5};  // after which a slowed one goes before others

  // Takes `one` in; gives back who is turned away for it, which may be itself.
  [[nodiscard]] std::optional<PendingCheck> add(PendingCheck one, Time now);
  // Who is next, or nothing where nobody may go on yet.
  [[nodiscard]] std::optional<PendingCheck> next(Time now);
  // When the next may go on whom `take` does not give now; nothing where nobody waits for the time.
  [[nodiscard]] std::optional<Time> next_time() const;
  [[nodiscard]] std::size_t size() const {
    return known_.size() + strangers_.size() + slowed_size_;
  }
  [[nodiscard]] bool empty() const { return size() == 0; }

 private:
  struct Slowed {
    std::deque<PendingCheck> waiting;
    Time next_at;  // when one of them may go on
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
