// An SQLite store that tells what its statements have cost.
#pragma once

#include <filesystem>
#include <mutex>
#include <vector>

#include "store/lane.h"
#include "store/sql/pool.h"
#include "store/sqlite/connection.h"
#include "store/tallies.h"

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

  std::unique_ptr<store::Reader> read() override { return pool_.read(); }
  void write(store::Job job, store::Done done, const store::About& about) override {
    lane_.write({std::move(job), std::move(done), about});
  }
  void close() override { lane_.close(); }
  store::Figures figures() const override { return tallies_.figures(); }

  // What was spent since the last time, or since the beginning.
  Cost spent();
  // Removes terms by a statement that goes through all of them: what a cost that grows looks like.
  bool scan(const std::string& term, std::int64_t customer);

 private:
  void work(std::vector<store::Queued>& batch);

  const store::sqlite::Place place_;
  store::Tallies tallies_;
  store::sql::Catalogue catalogue_;
  std::unique_ptr<store::sqlite::SqliteConnection> writer_;
  std::mutex mutex_;
  std::vector<store::sqlite::SqliteConnection*> connections_;  // all, the writer first
  store::sql::Pool pool_;
  int pages_then_ = 0;
  store::Lane lane_{[this](std::vector<store::Queued>& batch) { work(batch); }};
};

}  // namespace patchbay::testing
