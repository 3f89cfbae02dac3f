// Read transactions of a pool that keeps snapshots: none goes back in time.
#include "store/sql/engine/connection_pool.h"

#include <fstream>
#include <memory>

#include <gtest/gtest.h>

#include "store/sql/admin/audit_seals.h"
#include "store/sql/engine/schema.h"
#include "store/sql/transaction/group_commit.h"
#include "store/sqlite/connection.h"
#include "store/support.h"
#include "support/store_options.h"

namespace patchbay::store::sql {
namespace {

using sqlite::Role;
using sqlite::SqliteConnection;

constexpr CustomerId kCustomer{1};

std::filesystem::path new_file(const TempFolder& folder) {
  const auto out = folder.path() / "patchbay.db";
  std::ofstream(out).close();
  return out;
}

// A pool and the writing connection of one database, without the queue of a store, so that a test
// can read between a commit and the pool's notice of it.
class KeptSnapshots : public testing::Test {
 protected:
  KeptSnapshots() {
    upgrade(writer_, test_random());
    (void)begin_trust(writer_, {});
    commit(made(kCustomer.value, 0, "Root"));
    pool_.committed();
  }

  void commit(const Record& after) {
    QueuedJob job{.job =
                      [&](Transaction& transaction) {
                        save_customer(transaction, after);
                        return true;
                      },
                  .done = [](Committed) {},
                  .subject = {}};
    const auto results = work_through(writer_,
                                      {.metadata = metadata_,
                                       .counters = counters_,
                                       .random = test_random(),
                                       .committing = [this] { pool_.committing(); }},
                                      LockScope::everything, std::span(&job, 1));
    ASSERT_EQ(results.at(0), JobResult(Committed::yes));
  }
  void commit_next_version() {
    commit(with(read()->customer(kCustomer).value(), Field::notes, "changed"));
  }
  std::unique_ptr<ReadTransaction> read() { return pool_.read(); }
  static std::int64_t version(const std::unique_ptr<ReadTransaction>& transaction) {
    return transaction->customer(kCustomer).value().version;
  }

  const TempFolder folder_;
  const sqlite::DatabaseFile database_{
      .file = new_file(folder_), .vfs = {}, .wal_pages_max = 16384};
  SqliteConnection writer_{database_, Role::writer};
  MetadataCache metadata_;
  StoreCounters counters_;
  ConnectionPool pool_{
      [this] { return std::make_unique<SqliteConnection>(database_, Role::reader); },
      metadata_,
      {.readers_max = 8, .wait_ms = 1000, .keeps_snapshots = true},
      counters_};
};

TEST_F(KeptSnapshots, OlderThanACommitThatIsAlreadySeenAreNotLent) {
  // Two connections keep a snapshot of version 1.
  for (auto transactions = std::pair(read(), read());
       auto* each : {&transactions.first, &transactions.second})
    EXPECT_EQ(version(*each), 1);
  commit_next_version();
  const auto first = read();
  EXPECT_EQ(version(first), 2);
  const auto second = read();
  EXPECT_EQ(version(second), 2) << "what a client has seen is still there when it looks again";
}

TEST_F(KeptSnapshots, OfTransactionsThatEndWhileACommitIsUnderWayAreNotLent) {
  auto older = read();
  EXPECT_EQ(version(older), 1);
  commit_next_version();
  older.reset();
  EXPECT_EQ(version(read()), 2);
}

TEST_F(KeptSnapshots, ThatBeganWhileACommitWasUnderWayDoNotStay) {
  commit_next_version();
  auto between = read();
  EXPECT_EQ(version(between), 2);
  pool_.committed();
  commit_next_version();
  between.reset();
  pool_.committed();
  EXPECT_EQ(version(read()), 3);
}

}  // namespace
}  // namespace patchbay::store::sql
