// The store in memory, for tests. It keeps the same promises as the stores on disk while the
// process runs.
#include <algorithm>
#include <chrono>
#include <utility>

#include "store/audit_sealer.h"
#include "store/memory/memory_transaction.h"
#include "store/open.h"
#include "store/store_counters.h"
#include "store/write_queue.h"

namespace patchbay::store {
namespace {

using namespace memory;

State beginning(const Integrity& integrity) {
  State out;
  out.integrity = std::make_shared<const Integrity>(integrity);
  out.seals.put(0, first_seal(integrity.needed()));
  return out;
}

class MemoryStore final : public Store {
 public:
  MemoryStore(const Integrity& integrity, int seal_ms)
      : state_(beginning(integrity)),
        sealer_(*this, *state_.integrity, std::chrono::milliseconds(seal_ms)) {
    sealer_.start();
  }
  ~MemoryStore() override { close(); }
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;

  std::unique_ptr<ReadTransaction> read() override {
    const std::lock_guard lock(mutex_);
    return std::make_unique<ReadOperations<ReadTransaction>>(state_);
  }
  void write(Job job, Done done, const JobSubject& subject) override {
    queue_.write({std::move(job), std::move(done), subject});
  }
  void close() override {
    if (!queue_.is_own_thread()) sealer_.finish();
    queue_.close();
  }
  StoreStats stats() const override {
    StoreStats out = counters_.stats();
    out.waiting = queue_.waiting();
    out.oldest_waiting_us = queue_.oldest_waiting_us();
    out.refused = queue_.refused();
    return out;
  }

 private:
  void work(std::vector<QueuedJob>& batch);

  mutable std::mutex mutex_;
  State state_;
  StoreCounters counters_;
  AuditSealer sealer_;
  WriteQueue queue_{[this](std::vector<QueuedJob>& batch) { work(batch); }};
};

Committed attempt(const Job& job, State& state) {
  try {
    MemoryTransaction transaction(state);
    const bool wanted = job(transaction);
    if (transaction.spoiled()) return Committed::failed;
    if (!wanted || !transaction.wrote()) return Committed::nothing;
    state = transaction.outcome();
    return Committed::yes;
  } catch (...) {
    return Committed::failed;
  }
}

void MemoryStore::work(std::vector<QueuedJob>& batch) {
  const Stopwatch watch;
  State state = state_;  // copy; only this thread changes the state
  std::vector<Committed> job_results;
  job_results.reserve(batch.size());
  for (const QueuedJob& queued : batch) job_results.push_back(attempt(queued.job, state));
  {
    const std::lock_guard lock(mutex_);
    state_ = std::move(state);
  }
  counters_.commit(batch.size(), Committed::yes, watch.us());
  if (std::ranges::find(job_results, Committed::yes) != job_results.end()) sealer_.committed();
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(job_results[i]);
}

}  // namespace

std::unique_ptr<Store> open_memory(const Integrity& integrity, int seal_ms) {
  return std::make_unique<MemoryStore>(integrity, seal_ms);
}

}  // namespace patchbay::store
