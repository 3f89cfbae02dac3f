// An SQLite store that reports the cost of its statements.
#pragma once

#include <filesystem>
#include <mutex>
#include <vector>

#include "base/random.h"
#include "store/sql/engine/connection_pool.h"
#include "store/sqlite/connection.h"
#include "store/store_counters.h"
#include "store/write_queue.h"

namespace patchbay::testing {

// In SQLite's own units, which do not depend on the machine or its load.
struct Cost {
  std::int64_t steps = 0;  // of SQLite's virtual machine
  std::int64_t scans = 0;  // steps forward in full scans
  std::int64_t pages = 0;  // written to the write-ahead log
};

// Like the server's store, except that no checkpoint runs while it is measured. Measure between
// calls only.
class MeasuredStore final : public store::Store {
 public:
  // `folder` must exist and be empty.
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

  // The cost since the last call, or since the beginning.
  Cost spent();
  // Merges the parts of the index of terms. Their number follows from how the index was written,
  // and has a separate bound (tests/store/full_text_index_test.cc).
  void merge_terms();
  // Removes kept replies with a statement that scans all of them, as an example of a cost that
  // grows.
  bool scan(const std::string& key);

 private:
  void work(std::vector<store::QueuedJob>& batch);

  const store::sqlite::DatabaseFile database_;
  const std::unique_ptr<Random> random_ = seeded_random(12);
  store::StoreCounters counters_;
  store::sql::MetadataCache metadata_;
  std::unique_ptr<store::sqlite::SqliteConnection> writer_;
  std::mutex mutex_;
  std::vector<store::sqlite::SqliteConnection*> connections_;  // all of them, the writer first
  store::sql::ConnectionPool pool_;
  int pages_then_ = 0;
  store::WriteQueue queue_{[this](std::vector<store::QueuedJob>& batch) { work(batch); }};
};

}  // namespace patchbay::testing
