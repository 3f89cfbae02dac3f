// The thread that looks at the end of the feed.
#include "app/serve/live_feed.h"

#include <algorithm>
#include <utility>

#include "record/value/ids.h"

namespace patchbay::app {

LiveFeed::LiveFeed(store::Store& store, std::size_t readers_max)
    : store_(store), readers_max_(readers_max), thread_([this] { work(); }) {}

LiveFeed::~LiveFeed() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::shared_ptr<void> LiveFeed::enter() {
  std::size_t before = readers_;
  do {
    if (before >= readers_max_) return nullptr;
  } while (!readers_.compare_exchange_weak(before, before + 1));
  return {this, [](LiveFeed* feed) { --feed->readers_; }};
}

void LiveFeed::wait(std::uint64_t seen, SteadyClock::time_point until, Wake wake) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_ && growths_ == seen) {
      waiters_.push_back({until, std::move(wake)});
      if (waiters_.size() == 1) changed_.notify_all();
      return;
    }
  }
  wake();
}

void LiveFeed::stop() {
  std::vector<Waiter> woken;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    woken.swap(waiters_);
  }
  for (const Waiter& each : woken) each.wake();
}

void LiveFeed::look() {
  try {
    FeedPosition newest =
        store_.read()->feed({.below = kRoot, .after = std::nullopt, .limit = 1}).next;
    if (newest == newest_) return;
    newest_ = std::move(newest);
    const std::lock_guard lock(mutex_);
    ++growths_;
  } catch (const store::Unavailable&) {
    return;  // those who wait learn it when their time is over
  }
}

void LiveFeed::work() {
  std::unique_lock lock(mutex_);
  for (std::uint64_t before = growths_; !ends_; before = growths_) {
    if (waiters_.empty()) {
      changed_.wait(lock, [this] { return ends_ || !waiters_.empty(); });
    } else {
      changed_.wait_for(lock, kEvery, [this] { return ends_; });
    }
    if (ends_) return;
    lock.unlock();
    look();
    lock.lock();
    // A wait that began after a growth waits for the next one.
    const bool has_grown = growths_ != before;
    const auto now = SteadyClock::now();
    const auto stays = [&](const Waiter& each) { return !has_grown && each.until > now; };
    const auto first = std::stable_partition(waiters_.begin(), waiters_.end(), stays);
    std::vector<Waiter> woken(std::make_move_iterator(first),
                              std::make_move_iterator(waiters_.end()));
    waiters_.erase(first, waiters_.end());
    lock.unlock();
    for (const Waiter& each : woken) each.wake();
    woken.clear();
    lock.lock();
  }
}

}  // namespace patchbay::app
