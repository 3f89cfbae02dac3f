// Queues, batches and closes.
#include "store/write_queue.h"

#include <utility>

namespace patchbay::store {

WriteQueue::WriteQueue(Work work, Rest rest)
    : work_(std::move(work)),
      rest_(std::move(rest)),
      thread_([this] { run(); }),
      own_(thread_.get_id()) {}

void WriteQueue::write(QueuedJob one) {
  one.since = std::chrono::steady_clock::now();
  std::size_t queued = 0;
  {
    const std::lock_guard lock(mutex_);
    if (!closed_ && queue_.size() < Store::kQueueMax) {
      queue_.push_back(std::move(one));
      queued = queue_.size();
    }
  }
  if (queued == 0) {
    ++refused_;
    return one.done(Committed::failed);
  }
  // Not under the lock, on which the woken thread would wait again. The thread does not wait while
  // jobs are queued, so only the first one has to wake it.
  if (queued == 1) wake_.notify_one();
}

void WriteQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake_.notify_one();
  if (std::this_thread::get_id() == own_) return;
  const std::lock_guard joining(joining_);
  if (thread_.joinable()) thread_.join();
}

std::size_t WriteQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::uint64_t WriteQueue::oldest_waiting_us() const {
  using std::chrono::steady_clock;
  std::optional<steady_clock::time_point> oldest;
  {
    const std::lock_guard lock(mutex_);
    oldest = at_work_since_;
    if (!oldest && !queue_.empty()) oldest = queue_.front().since;
  }
  if (!oldest) return 0;
  const auto waited =
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - *oldest);
  return static_cast<std::uint64_t>(waited.count());
}

void WriteQueue::run() {
  std::vector<QueuedJob> batch;
  while (take_batch(batch)) {
    work_(batch);
    batch.clear();
  }
}

// Waits for jobs; returns false after close() when the queue is empty.
bool WriteQueue::take_batch(std::vector<QueuedJob>& batch) {
  std::unique_lock lock(mutex_);
  at_work_since_.reset();
  rest_when_idle(lock);
  wake_.wait(lock, [this] { return closed_ || !queue_.empty(); });
  while (!queue_.empty() && batch.size() < kBatchMax) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  if (!batch.empty()) at_work_since_ = batch.front().since;
  rested_ = !rest_;
  return !batch.empty();
}

void WriteQueue::rest_when_idle(std::unique_lock<std::mutex>& lock) {
  if (rested_) return;
  if (wake_.wait_for(lock, kRestAfter, [this] { return closed_ || !queue_.empty(); })) return;
  rested_ = true;
  lock.unlock();
  rest_();
  lock.lock();
}

}  // namespace patchbay::store
