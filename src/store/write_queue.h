// The writer write queue: one thread that takes whatever has queued and works through it in order.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "store/store.h"

namespace patchbay::store {

struct QueuedJob {
  Job job;
  Done done;
  JobSubject subject{};
};

// Threads: any, for every member.
class WriteQueue {
 public:
  // How many jobs are committed together at most.
  static constexpr std::size_t kBatchMax = 1024;
  // How long nothing has to be queued before the write queue rests.
  static constexpr std::chrono::milliseconds kRestAfter{500};

  // Works through a batch and calls every `done` of it, in order. Does not throw.
  using Work = std::function<void(std::vector<QueuedJob>& batch)>;
  // What can wait until nobody does. Called once after work, on the write queue's thread. Does not
  // throw.
  using Rest = std::function<void()>;

  explicit WriteQueue(Work work, Rest rest = {});
  ~WriteQueue() { close(); }
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  void write(QueuedJob one);
  void close();  // on the write queue's own thread: does not wait
  [[nodiscard]] bool is_own_thread() const { return std::this_thread::get_id() == own_; }
  [[nodiscard]] std::size_t waiting() const;
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
  bool closed_ = false;
  bool rested_ = true;
  std::mutex joining_;
  std::thread thread_;
  const std::thread::id own_;
};

}  // namespace patchbay::store
