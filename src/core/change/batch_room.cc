// Counts the changes of batches, and lets batches wait.
#include "core/change/batch_room.h"

#include <utility>

namespace patchbay::core {

bool BatchRoom::take_or_wait(std::size_t changes, std::function<void()> go_on) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty() && has(changes)) {
    taken_ += changes;
    return true;
  }
  waiting_.push_back({changes, std::move(go_on)});
  return false;
}

void BatchRoom::take(std::size_t changes) {
  const std::lock_guard lock(mutex_);
  taken_ += changes;
}

// A batch that goes on may give room back before it returns, on this thread. Only the outermost
// call lets the next one go on, so that calls do not nest.
void BatchRoom::give_back() {
  std::unique_lock lock(mutex_);
  --taken_;
  if (is_calling_) return;
  is_calling_ = true;
  while (!waiting_.empty() && has(waiting_.front().changes)) {
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    taken_ += next.changes;
    lock.unlock();
    next.go_on();
    lock.lock();
  }
  is_calling_ = false;
}

}  // namespace patchbay::core
