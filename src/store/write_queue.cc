// Queues, batches and closes.
#include "store/write_queue.h"

#include <utility>

namespace patchbay::store {

WriteQueue::WriteQueue(Work work, Rest rest, WorkHere work_here, Threads& threads)
    : work_(std::move(work)),
      rest_(std::move(rest)),
      work_here_(std::move(work_here)),
      threads_(threads),
      wake_(threads.condition()),
      thread_(threads.start([this] { run(); })) {}

void WriteQueue::write(QueuedJob one) {
  one.since = threads_.now();
  std::unique_lock lock(mutex_);
  if (closed_ || queue_.size() >= Store::kQueueMax) {
    lock.unlock();
    ++refused_;
    return one.done(Committed::failed);
  }
  queue_.push_back(std::move(one));
  const bool is_first = queue_.size() == 1;
  // Not under the lock, on which the woken thread would wait again. The thread does not wait while
  // jobs are queued, so only the first one has to wake it.
  lock.unlock();
  if (is_first) wake_->notify_one();
}

void WriteQueue::write_here(QueuedJob one) {
  if (!work_here_ || !execute_here(one)) write(std::move(one));
}

// The writer thread is woken only for what it has to do afterwards.
bool WriteQueue::execute_here(QueuedJob& one) {
  std::vector<QueuedJob> batch;
  batch.reserve(1);  // nothing may throw once this thread is at work
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || at_work_ || !queue_.empty()) return false;
    at_work_ = true;
    helper_ = threads_.self();
    one.since = threads_.now();
    at_work_since_ = one.since;
  }
  batch.push_back(std::move(one));
  const bool done = work_here_(batch);
  if (!done) one = std::move(batch.front());
  bool wakes = false;
  {
    const std::lock_guard lock(mutex_);
    at_work_ = false;
    helper_ = nullptr;
    at_work_since_.reset();
    idle_since_ = threads_.now();
    wakes = closed_ || !queue_.empty();
    if (done && rest_ && rested_) {
      rested_ = false;
      wakes = true;
    }
  }
  if (wakes) wake_->notify_one();
  return done;
}

void WriteQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake_->notify_one();
  if (is_own_thread()) return;
  const std::lock_guard joining(joining_);
  if (const auto ending = std::move(thread_)) ending->join();
}

std::size_t WriteQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::uint64_t WriteQueue::oldest_waiting_us() const {
  std::optional<Threads::Time> oldest;
  {
    const std::lock_guard lock(mutex_);
    oldest = at_work_since_;
    if (!oldest && !queue_.empty()) oldest = queue_.front().since;
  }
  if (!oldest) return 0;
  const auto waited =
      std::chrono::duration_cast<std::chrono::microseconds>(threads_.now() - *oldest);
  return static_cast<std::uint64_t>(waited.count());
}

void WriteQueue::run() {
  own_ = threads_.self();
  std::vector<QueuedJob> batch;
  while (take_batch(batch)) {
    work_(batch);
    batch.clear();
  }
}

// Waits for jobs; returns false after close() when the queue is empty.
bool WriteQueue::take_batch(std::vector<QueuedJob>& batch) {
  std::unique_lock lock(mutex_);
  if (at_work_since_) idle_since_ = threads_.now();
  at_work_ = false;
  at_work_since_.reset();
  wait_for_jobs(lock);
  while (!queue_.empty() && batch.size() < kBatchMax) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  if (batch.empty()) return false;
  at_work_ = true;
  at_work_since_ = batch.front().since;
  rested_ = !rest_;
  return true;
}

// Also rests, once the queue has been idle long enough.
void WriteQueue::wait_for_jobs(std::unique_lock<std::mutex>& lock) {
  const auto has_jobs = [this] { return !at_work_ && (closed_ || !queue_.empty()); };
  while (!has_jobs()) {
    if (rested_) {
      wake_->wait(lock, [&] { return has_jobs() || !rested_; });
      continue;
    }
    // Another thread may be executing a job, or may have done so when the wait ends.
    const auto since = at_work_ ? threads_.now() : idle_since_;
    if (wake_->wait_until(lock, since + kRestAfter, has_jobs)) return;
    if (at_work_ || threads_.now() < idle_since_ + kRestAfter) continue;
    rested_ = true;
    at_work_ = true;
    lock.unlock();
    rest_();
    lock.lock();
    at_work_ = false;
  }
}

}  // namespace patchbay::store
