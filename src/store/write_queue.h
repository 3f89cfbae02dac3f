// A queue with a writer thread, which takes all queued jobs as a batch and executes them in order.
// A thread that has a single job may also execute it itself, while nothing else is queued.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/threads.h"
#include "store/store.h"

namespace patchbay::store {

struct QueuedJob {
  Job job;
  Done done;
  JobSubject subject{};
  Threads::Time since{};  // when it was queued; set by the queue
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
  // Executes a batch on the thread that has it, and calls every `done`; or returns false, having
  // done nothing, if the writer thread should do it. Never called while `work` or `rest` is. Must
  // not throw.
  using WorkHere = std::function<bool(std::vector<QueuedJob>& batch)>;

  // `threads` must outlive this object.
  explicit WriteQueue(Work work, Rest rest = {}, WorkHere work_here = {},
                      Threads& threads = system_threads());
  ~WriteQueue() { close(); }
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  void write(QueuedJob one);
  // As write(), but executes the job on this thread if nothing is queued or at work.
  void write_here(QueuedJob one);
  void close();  // does not wait if called on a thread that executes jobs
  // Whether this thread executes jobs now.
  [[nodiscard]] bool is_own_thread() const {
    const Threads::Id self = threads_.self();
    return self == own_.load() || self == helper_.load();
  }
  [[nodiscard]] std::size_t waiting() const;
  // For how long the oldest job has waited that is queued or in the batch at work; 0 if there is
  // none.
  [[nodiscard]] std::uint64_t oldest_waiting_us() const;
  [[nodiscard]] std::uint64_t refused() const { return refused_; }

 private:
  void run();
  [[nodiscard]] bool take_batch(std::vector<QueuedJob>& batch);
  void wait_for_jobs(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] bool execute_here(QueuedJob& one);

  const Work work_;
  const Rest rest_;
  const WorkHere work_here_;
  Threads& threads_;
  mutable std::mutex mutex_;
  const std::unique_ptr<Threads::Condition> wake_;
  std::deque<QueuedJob> queue_;
  std::atomic<std::uint64_t> refused_ = 0;
  std::optional<Threads::Time> at_work_since_;  // oldest of the batch
  Threads::Time idle_since_{};                  // when the last batch was done
  bool at_work_ = false;                        // whether a thread executes jobs or rests
  std::atomic<Threads::Id> helper_ = nullptr;   // the thread in write_here() that executes jobs
  std::atomic<Threads::Id> own_ = nullptr;      // the thread of run(); null before it runs
  bool closed_ = false;
  bool rested_ = true;
  std::mutex joining_;
  std::unique_ptr<Threads::Thread> thread_;  // null once it was joined
};

}  // namespace patchbay::store
