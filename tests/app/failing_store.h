// A store that fails when it is told to: what is not failed is done by a store in memory.
#pragma once

#include <atomic>
#include <memory>

#include "store/open.h"

namespace patchbay::app {

class FailingStore : public store::Store {
 public:
  using store::Store::write;

  std::unique_ptr<store::ReadTransaction> read() override {
    ++reads;
    if (reads_fail) throw store::Unavailable("told to fail");
    return inner_->read();
  }
  void write(store::Job job, store::Done done, const store::JobSubject& about) override {
    ++writes;
    usable_ = !writes_fail;
    if (writes_fail) return done(store::Committed::failed);
    inner_->write(std::move(job), std::move(done), about);
  }
  void close() override { inner_->close(); }
  [[nodiscard]] store::StoreStats stats() const override {
    store::StoreStats out = inner_->stats();
    out.usable = usable_;
    return out;
  }

  std::atomic<bool> reads_fail = false;
  std::atomic<bool> writes_fail = false;
  std::atomic<int> reads = 0;
  std::atomic<int> writes = 0;

 private:
  std::unique_ptr<store::Store> inner_ = store::open_memory();
  std::atomic<bool> usable_ = true;
};

}  // namespace patchbay::app
