// A queue with a writer thread, which takes all queued jobs as a batch and executes them in order.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "store/store.h"

namespace patchbay::store {

struct QueuedJob {
  Job job;
  Done done;
  JobSubject subject{};
  std::chrono::steady_clock::time_point since{};  // when it was queued; set by the queue
};

// Threads: any, for all members.
class WriteQueue {
 public:
  // Maximum number of jobs committed together.
  static constexpr std::size_t kBatchMax = 1024;
  // Idle time after which the queue calls `rest`.
  static constexpr std::chrono::milliseconds kRestAfter{500};

  // Executes a batch and calls every `done` in order. Must not throw.
  using Work = std::function<void(std::vector<QueuedJob>& batch)>;
  // Work that can wait until the queue is idle. Called once per idle period on the writer thread.
  // Must not throw.
  using Rest = std::function<void()>;

  explicit WriteQueue(Work work, Rest rest = {});
  ~WriteQueue() { close(); }
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  void write(QueuedJob one);
  void close();  // does not wait if called on the writer thread
  [[nodiscard]] bool is_own_thread() const { return std::this_thread::get_id() == own_; }
  [[nodiscard]] std::size_t waiting() const;
  // For how long the oldest job has waited that is queued or in the batch at work; 0 if there is
  // none.
  [[nodiscard]] std::uint64_t oldest_waiting_us() const;
  [[nodiscard]] std::uint64_t refused() const { return refused_; }

 private:
  void run();
  [[nodiscard]] bool take_batch(std::vector<QueuedJob>& batch);
  void rest_when_idle(std::unique_lock<std::mutex>& lock);

  const Work work_;
  const Rest rest_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<QueuedJob> queue_;
  std::atomic<std::uint64_t> refused_ = 0;
  std::optional<std::chrono::steady_clock::time_point> at_work_since_;  // oldest of the batch
  bool closed_ = false;
  bool rested_ = true;
  std::mutex joining_;
  std::thread thread_;
  const std::thread::id own_;
};

}  // namespace patchbay::store
