// Counters of a running store, from which StoreStats is read.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <utility>

#include "store/store.h"

namespace patchbay::store {

// Microseconds since its construction.
class Stopwatch {
 public:
  [[nodiscard]] std::uint64_t us() const {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                          std::chrono::steady_clock::now() - start_)
                                          .count());
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Threads: any.
class StoreCounters {
 public:
  // Counts one commit of `jobs` jobs with the result `end` after `us` microseconds.
  void commit(std::size_t jobs, Committed end, std::uint64_t us) {
    jobs_ += jobs;
    jobs_together_.add(jobs);
    ++commits_;
    commit_us_.add(us);
    if (end == Committed::failed) ++commits_failed_;
    if (end == Committed::unknown) ++commits_unknown_;
    usable_ = end == Committed::yes;
  }
  // Counts `jobs` jobs that were executed or refused without a commit.
  void no_commit(std::size_t jobs) {
    jobs_ += jobs;
    usable_ = false;
  }
  void read(std::uint64_t us) { read_us_.add(us); }
  // Counts `jobs` jobs that could not be written; `why` is the system's message.
  void cannot_write(std::size_t jobs, std::string why) {
    const std::lock_guard lock(failing_);
    failures_.jobs += jobs;
    failures_.going_on = true;
    failures_.why = std::move(why);
    is_failing_ = true;
  }
  // Records that a transaction was written without a failed write.
  void wrote() {
    if (!is_failing_) return;
    const std::lock_guard lock(failing_);
    failures_.going_on = is_failing_ = false;
  }
  [[nodiscard]] WriteFailures write_failures(std::string where) const {
    const std::lock_guard lock(failing_);
    WriteFailures out = failures_;
    out.where = std::move(where);
    return out;
  }

  [[nodiscard]] StoreStats stats() const {
    StoreStats out;
    out.jobs = jobs_;
    out.commits = commits_;
    out.commits_failed = commits_failed_;
    out.commits_unknown = commits_unknown_;
    out.usable = usable_;
    out.jobs_together = jobs_together_.read();
    out.commit_us = commit_us_.read();
    out.read_us = read_us_.read();
    return out;
  }

 private:
  std::atomic<std::uint64_t> jobs_ = 0;
  std::atomic<std::uint64_t> commits_ = 0;
  std::atomic<std::uint64_t> commits_failed_ = 0;
  std::atomic<std::uint64_t> commits_unknown_ = 0;
  std::atomic<bool> usable_ = true;
  mutable std::mutex failing_;
  std::atomic<bool> is_failing_ = false;
  WriteFailures failures_;
  AtomicHistogram<kPowersOfTwo> jobs_together_;
  AtomicHistogram<kMicroseconds> commit_us_;
  AtomicHistogram<kMicroseconds> read_us_;
};

}  // namespace patchbay::store
