// Taking from the queue, and waiting for whom is slowed.
#include "app/password_threads.h"

#include <utility>

namespace patchbay::app {
namespace {

// Nobody is slowed any more once the server ends.
constexpr FairQueue::Time kEver = FairQueue::Time::max() - std::chrono::hours(1);

}  // namespace

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

void PasswordThreads::add(Waiting one) {
  std::optional<Waiting> turned_away;
  {
    const std::lock_guard lock(mutex_);
    turned_away = queue_.add(std::move(one), std::chrono::steady_clock::now());
  }
  changed_.notify_one();
  if (turned_away) turned_away->turn_away();
}

std::size_t PasswordThreads::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void PasswordThreads::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    auto one = queue_.take(is_ending_ ? kEver : std::chrono::steady_clock::now());
    if (one) {
      lock.unlock();
      one->go_on();
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
