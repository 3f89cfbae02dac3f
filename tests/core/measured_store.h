// An SQLite store that tells what its statements have cost.
#pragma once

#include <filesystem>
#include <mutex>
#include <vector>

#include "store/sql/engine/connection_pool.h"
#include "store/sqlite/connection.h"
#include "store/store_counters.h"
#include "store/write_queue.h"

namespace patchbay::testing {

// In SQLite's own measures, so that no machine and nobody else on it changes them.
struct Cost {
  std::int64_t steps = 0;  // of SQLite's virtual machine
  std::int64_t scans = 0;  // of those, steps forward in a scan of a whole table
  std::int64_t pages = 0;  // written to the log
};

// As the server's own, but that nothing is cleared from the log while it is measured. To be
// measured between calls, while nobody uses it.
class MeasuredStore final : public store::Store {
 public:
  // `folder` must be, and be empty.
  explicit MeasuredStore(const std::filesystem::path& folder);
  ~MeasuredStore() override { close(); }
  MeasuredStore(const MeasuredStore&) = delete;
  MeasuredStore& operator=(const MeasuredStore&) = delete;

  std::unique_ptr<store::ReadTransaction> read() override { return pool_.read(); }
  void write(store::Job job, store::Done done, const store::JobSubject& about) override {
    queue_.write({std::move(job), std::move(done), about});
  }
  void close() override { queue_.close(); }
  store::StoreStats stats() const override { return counters_.stats(); }

  // What was spent since the last time, or since the beginning.
  Cost spent();
  // Removes terms by a statement that goes through all of them: what a cost that grows looks like.
  bool scan(const std::string& term, std::int64_t customer);

 private:
  void work(std::vector<store::QueuedJob>& batch);

  const store::sqlite::DatabaseFile database_;
  store::StoreCounters counters_;
  store::sql::MetadataCache metadata_;
  std::unique_ptr<store::sqlite::SqliteConnection> writer_;
  std::mutex mutex_;
  std::vector<store::sqlite::SqliteConnection*> connections_;  // all, the writer first
  store::sql::ConnectionPool pool_;
  int pages_then_ = 0;
  store::WriteQueue queue_{[this](std::vector<store::QueuedJob>& batch) { work(batch); }};
};

}  // namespace patchbay::testing
