// Wakes those who wait for the next change of the feed.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/store.h"

namespace patchbay::app {

// One thread looks at the end of the feed while somebody waits, and sleeps otherwise. It also sees
// what other nodes commit. Threads: any.
class LiveFeed {
 public:
  using SteadyClock = std::chrono::steady_clock;
  // Called once, on the thread of the feed or of the caller. Must not block.
  using Wake = std::function<void()>;

  // How often the end of the feed is looked at.
  static constexpr std::chrono::milliseconds kEvery{20};

  // `readers_max` is how many may follow the feed at the same time.
  LiveFeed(store::Store& store, std::size_t readers_max);
  // Drops the waits that are left without waking them.
  ~LiveFeed();
  LiveFeed(const LiveFeed&) = delete;
  LiveFeed& operator=(const LiveFeed&) = delete;

  // A place for one reader, which is free again when the result is destroyed; null if there are
  // `readers_max`. The result must not outlive this.
  [[nodiscard]] std::shared_ptr<void> enter();
  [[nodiscard]] std::size_t readers() const { return readers_; }

  // The number of growths seen so far. To be read before the feed is.
  [[nodiscard]] std::uint64_t growths() const { return growths_; }
  // Calls `wake` when the feed has grown since growths() was `seen`, or at `until`, or at stop().
  void wait(std::uint64_t seen, SteadyClock::time_point until, Wake wake);

  // Wakes everybody, now and from now on at once.
  void stop();
  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  struct Waiter {
    SteadyClock::time_point until;
    Wake wake;
  };

  void work();
  void look();

  store::Store& store_;
  const std::size_t readers_max_;
  std::atomic<std::size_t> readers_ = 0;
  std::atomic<std::uint64_t> growths_ = 0;
  std::atomic<bool> stopped_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ends_ = false;
  std::vector<Waiter> waiters_;
  FeedPosition newest_;  // of the thread alone
  std::jthread thread_;
};

}  // namespace patchbay::app
