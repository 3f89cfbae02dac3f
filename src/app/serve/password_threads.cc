// Takes checks from the queue and waits for slowed ones.
#include "app/serve/password_threads.h"

#include <algorithm>
#include <utility>

namespace patchbay::app {
PasswordThreads::PasswordThreads(int count) {
  for (int i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
}

PasswordThreads::~PasswordThreads() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  threads_.clear();
}

void PasswordThreads::add(PendingCheck one) {
  std::optional<PendingCheck> rejected;
  {
    const std::lock_guard lock(mutex_);
    rejected = queue_.add(std::move(one), std::chrono::steady_clock::now());
  }
  changed_.notify_one();
  if (rejected) rejected->reject();
}

std::size_t PasswordThreads::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void PasswordThreads::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    auto now = std::chrono::steady_clock::now();
    // No check is slowed once the server stops.
    if (is_ending_) now = std::max(now, queue_.next_time().value_or(now));
    auto one = queue_.next(now);
    if (one) {
      lock.unlock();
      one->proceed();
      one.reset();
      lock.lock();
    } else if (is_ending_) {
      return;
    } else if (const auto next = queue_.next_time()) {
      changed_.wait_until(lock, *next);
    } else {
      changed_.wait(lock);
    }
  }
}

}  // namespace patchbay::app
