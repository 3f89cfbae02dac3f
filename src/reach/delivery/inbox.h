// What other threads leave for the thread of the engine.
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace patchbay::reach {

// Threads: any. It is shared with callbacks that may run after the engine was destroyed.
class Inbox {
 public:
  using Work = std::function<void()>;
  explicit Inbox(std::function<void()> wake) : wake_(std::move(wake)) {}

  void put(Work work) {
    {
      const std::lock_guard lock(mutex_);
      if (is_closed_) return;
      work_.push_back(std::move(work));
    }
    if (wake_) wake_();
  }
  [[nodiscard]] std::vector<Work> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(work_, {});
  }
  // Drops all work, also what comes later.
  void close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    work_.clear();
  }

 private:
  const std::function<void()> wake_;
  std::mutex mutex_;
  std::vector<Work> work_;
  bool is_closed_ = false;
};

}  // namespace patchbay::reach
