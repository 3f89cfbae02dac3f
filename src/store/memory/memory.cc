// The store in memory: for tests, and honest: what it promises is what the store on disk promises.
#include <algorithm>
#include <chrono>
#include <utility>

#include "store/lane.h"
#include "store/memory/transaction.h"
#include "store/open.h"
#include "store/sealing.h"
#include "store/tallies.h"

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
        sealing_(*this, *state_.integrity, std::chrono::milliseconds(seal_ms)) {
    sealing_.start();
  }
  ~MemoryStore() override { close(); }
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;

  std::unique_ptr<Reader> read() override {
    const std::lock_guard lock(mutex_);
    return std::make_unique<Reading<Reader>>(state_);
  }
  void write(Job job, Done done, const About& about) override {
    lane_.write({std::move(job), std::move(done), about});
  }
  void close() override {
    if (!lane_.is_own_thread()) sealing_.finish();
    lane_.close();
  }
  Figures figures() const override {
    Figures out = tallies_.figures();
    out.waiting = lane_.waiting();
    out.refused = lane_.refused();
    return out;
  }

 private:
  void work(std::vector<Queued>& batch);

  mutable std::mutex mutex_;
  State state_;
  Tallies tallies_;
  Sealing sealing_;
  Lane lane_{[this](std::vector<Queued>& batch) { work(batch); }};
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

void MemoryStore::work(std::vector<Queued>& batch) {
  const Stopwatch watch;
  State state = state_;  // only this thread changes it
  std::vector<Committed> fates;
  fates.reserve(batch.size());
  for (const Queued& queued : batch) fates.push_back(attempt(queued.job, state));
  {
    const std::lock_guard lock(mutex_);
    state_ = std::move(state);
  }
  tallies_.commit(batch.size(), Committed::yes, watch.us());
  if (std::ranges::find(fates, Committed::yes) != fates.end()) sealing_.committed();
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(fates[i]);
}

}  // namespace

std::unique_ptr<Store> open_memory(const Integrity& integrity, int seal_ms) {
  return std::make_unique<MemoryStore>(integrity, seal_ms);
}

}  // namespace patchbay::store
