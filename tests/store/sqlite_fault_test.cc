// Failing disks: acknowledged changes are on disk, and failed changes are not.
#include <fstream>

#include <gtest/gtest.h>

#include "store/faulty_disk.h"
#include "store/open.h"
#include "store/support.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

using Call = FaultyDisk::Call;
using How = FaultyDisk::How;
using Often = FaultyDisk::Often;

class SqliteFault : public testing::Test {
 protected:
  void open() {
    store_ = open_sqlite({.random = test_random(), .folder = folder_.path(), .vfs = disk_.name()})
                 .value();
  }
  void SetUp() override {
    open();
    ASSERT_EQ(save_customer(*store_, made(1, 0, "root")), Committed::yes);
  }
  // Whether the customer exists after the store was closed and opened again.
  bool is_kept(std::int64_t id) {
    store_.reset();
    open();
    return store_->read()->customer(CustomerId{id}).has_value();
  }

  FaultyDisk disk_;
  TempFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(SqliteFault, AFailedSyncOfACommitIsUnknown) {
  disk_.fail(Call::sync, 1, How::io_error, Often::once);
  EXPECT_EQ(save_customer(*store_, made(2, 1, "x")), Committed::unknown);
  EXPECT_FALSE(store_->stats().usable);
  EXPECT_EQ(save_customer(*store_, made(3, 1, "x")), Committed::yes);
  EXPECT_TRUE(store_->stats().usable);
  EXPECT_EQ(store_->stats().commits_unknown, 1U);
  EXPECT_EQ(store_->stats().commits_failed, 0U);
  EXPECT_TRUE(is_kept(3));
}

// The operator learns which file it is, the system's message, and whether the problem persists.
TEST_F(SqliteFault, WhatCouldNotBeWrittenIsTold) {
  EXPECT_EQ(store_->write_failures().jobs, 0U);
  EXPECT_FALSE(store_->write_failures().going_on);
  disk_.fail(Call::write, 1, How::full, Often::always);
  EXPECT_NE(save_customer(*store_, made(2, 1, "x")), Committed::yes);
  EXPECT_NE(save_customer(*store_, made(3, 1, "x")), Committed::yes);
  WriteFailures failures = store_->write_failures();
  EXPECT_EQ(failures.jobs, 2U);
  EXPECT_TRUE(failures.going_on);
  EXPECT_TRUE(failures.where.ends_with("patchbay.db")) << failures.where;
  EXPECT_TRUE(failures.why.contains("full")) << failures.why;
  disk_.heal();
  EXPECT_EQ(save_customer(*store_, made(4, 1, "x")), Committed::yes);
  failures = store_->write_failures();
  EXPECT_EQ(failures.jobs, 2U);
  EXPECT_FALSE(failures.going_on);
  disk_.fail(Call::sync, 1, How::io_error, Often::once);
  EXPECT_EQ(save_customer(*store_, made(5, 1, "x")), Committed::unknown);
  EXPECT_TRUE(store_->write_failures().why.contains("I/O")) << store_->write_failures().why;
  // A job that fails by itself is not a failure of the disk.
  const auto before = store_->write_failures().jobs;
  EXPECT_EQ(write_and_wait(*store_, [](Transaction&) -> bool { throw 1; }), Committed::failed);
  EXPECT_EQ(store_->write_failures().jobs, before);
}

TEST_F(SqliteFault, OfAnUnknownBatchOnlyWritersAreUnknown) {
  std::future<Committed> writes;
  std::future<Committed> reads;
  std::future<Committed> throws;
  {
    Gate gate(*store_);
    writes = write_later(*store_, [](Transaction& transaction) {
      save_customer(transaction, made(2, 1, "x"));
      return true;
    });
    reads = write_later(*store_, [](Transaction& transaction) {
      return !transaction.customer(CustomerId{2}).has_value();
    });
    throws = write_later(*store_, [](Transaction&) -> bool { throw 1; });
    disk_.fail(Call::sync, 1, How::io_error, Often::once);
  }
  EXPECT_EQ(writes.get(), Committed::unknown);
  EXPECT_EQ(reads.get(), Committed::failed);  // it may have read data that was never committed
  EXPECT_EQ(throws.get(), Committed::failed);
}

TEST_F(SqliteFault, AFullDiskFailsWritesAndNotReadsAndHeals) {
  disk_.fail(Call::write, 1, How::full, Often::always);
  for (int i = 2; i < 6; ++i) EXPECT_EQ(save_customer(*store_, made(i, 1, "x")), Committed::failed);
  EXPECT_FALSE(store_->stats().usable);
  EXPECT_TRUE(store_->read()->customer(CustomerId{1}));
  EXPECT_FALSE(store_->read()->customer(CustomerId{2}));
  disk_.heal();
  EXPECT_EQ(save_customer(*store_, made(2, 1, "x")), Committed::yes);
  EXPECT_TRUE(store_->stats().usable);
  EXPECT_TRUE(is_kept(2));
  EXPECT_FALSE(store_->read()->customer(CustomerId{3}));
}

TEST_F(SqliteFault, WhileItCannotBeOpenedAgainWritesFail) {
  disk_.fail(Call::any, 1, How::io_error, Often::always);
  EXPECT_NE(save_customer(*store_, made(2, 1, "x")), Committed::yes);
  EXPECT_EQ(save_customer(*store_, made(3, 1, "x")), Committed::failed);
  EXPECT_EQ(save_customer(*store_, made(4, 1, "x")), Committed::failed);
  EXPECT_FALSE(store_->stats().usable);
  disk_.heal();
  EXPECT_EQ(save_customer(*store_, made(5, 1, "x")), Committed::yes);
  EXPECT_FALSE(is_kept(3));
  EXPECT_TRUE(is_kept(5));
}

TEST_F(SqliteFault, WhileSyncsFailReadsGoOn) {
  ASSERT_EQ(save_customer(*store_, made(2, 1, "x")), Committed::yes);
  disk_.fail(Call::sync, 1, How::io_error, Often::always);
  for (int i = 3; i < 6; ++i) {
    EXPECT_NE(save_customer(*store_, made(i, 1, "x")), Committed::yes);
    EXPECT_TRUE(store_->read()->customer(CustomerId{2}));
    EXPECT_FALSE(store_->read()->customers({.below = CustomerId{1}, .limit = 10}).records.empty());
  }
  disk_.heal();
  EXPECT_EQ(save_customer(*store_, made(6, 1, "x")), Committed::yes);
}

// Returns the first bytes of the log, which differ after it restarts.
std::string head_of_log(const std::filesystem::path& folder) {
  std::ifstream log(folder / "patchbay.db-wal", std::ios::binary);
  std::string head(32, '\0');
  log.read(head.data(), std::ssize(head));
  return head;
}

// A failed sync may have lost data that can still be read. Later changes must not come after it in
// the log.
TEST_F(SqliteFault, AfterAFailedSyncTheLogBeginsAgain) {
  ASSERT_EQ(save_customer(*store_, made(2, 1, "x")), Committed::yes);
  const std::string before = head_of_log(folder_.path());
  ASSERT_EQ(save_customer(*store_, made(3, 1, "x")), Committed::yes);
  EXPECT_EQ(head_of_log(folder_.path()), before);
  disk_.fail(Call::sync, 1, How::io_error, Often::once);
  EXPECT_EQ(save_customer(*store_, made(4, 1, "x")), Committed::unknown);
  EXPECT_EQ(save_customer(*store_, made(5, 1, "x")), Committed::yes);
  EXPECT_NE(head_of_log(folder_.path()), before);
}

// While the database is synced behind a checkpoint, changes go on, and the log keeps what a loss of
// power could take from the database.
TEST_F(SqliteFault, TheLogBeginsAgainOnlyOnceTheDatabaseIsSynced) {
  constexpr int kPages = 2048;
  store_.reset();
  store_ = open_sqlite({.random = test_random(),
                        .folder = folder_.path(),
                        .wal_pages_max = kPages,
                        .vfs = disk_.name()})
               .value();
  ASSERT_EQ(save_customer(*store_, made(5000, 1, "x")), Committed::yes);
  const std::string before = head_of_log(folder_.path());
  disk_.hold_syncs();
  const auto bytes = [this] { return std::filesystem::file_size(folder_.path() / "patchbay.db"); };
  const auto bytes_before = bytes();
  for (std::int64_t i = 1; bytes() == bytes_before; ++i) {
    ASSERT_LT(i, 1000);
    ASSERT_EQ(fill(*store_, i), Committed::yes);
  }
  disk_.wait_for_sync();
  for (int i = 2; i < 20; ++i) EXPECT_EQ(save_customer(*store_, made(i, 1, "x")), Committed::yes);
  EXPECT_EQ(head_of_log(folder_.path()), before);
  disk_.heal();
  bool is_restarted = false;
  for (std::int64_t i = 1000; i < 3000 && !is_restarted; ++i) {
    ASSERT_EQ(fill(*store_, i), Committed::yes);
    is_restarted = head_of_log(folder_.path()) != before;
  }
  EXPECT_TRUE(is_restarted);
  EXPECT_TRUE(is_kept(19));
}

// The next change copies everything once more, and only then the log begins again.
TEST_F(SqliteFault, AFailedSyncOfTheDatabaseLosesNothing) {
  store_.reset();
  store_ = open_sqlite({.random = test_random(),
                        .folder = folder_.path(),
                        .wal_pages_max = 64,
                        .vfs = disk_.name()})
               .value();
  ASSERT_EQ(save_customer(*store_, made(5000, 1, "x")), Committed::yes);
  const std::string before = head_of_log(folder_.path());
  disk_.hold_syncs();
  disk_.fail(Call::sync_database, 1, How::io_error, Often::always);
  ASSERT_EQ(fill(*store_, 1), Committed::yes);
  disk_.wait_for_sync();
  disk_.release_syncs();
  Committed committed = Committed::yes;
  for (int i = 2; i < 1000 && committed == Committed::yes; ++i)
    committed = save_customer(*store_, made(i, 1, "x"));
  EXPECT_EQ(committed, Committed::failed);
  EXPECT_TRUE(store_->write_failures().going_on);
  EXPECT_EQ(head_of_log(folder_.path()), before);
  EXPECT_TRUE(store_->read()->customer(CustomerId{1}));
  disk_.heal();
  EXPECT_EQ(save_customer(*store_, made(1000, 1, "x")), Committed::yes);
  EXPECT_NE(head_of_log(folder_.path()), before);
  EXPECT_FALSE(store_->write_failures().going_on);
  EXPECT_TRUE(is_kept(1000));
}

// Also not while a reader still uses the log that may have lost data.
// What a killed process left in its log may not be on disk yet, and a power failure could take it
// back after somebody has seen it.
TEST_F(SqliteFault, AKilledProcesssLogIsSyncedBeforeAnybodySeesIt) {
  const auto left = folder_.path() / "left";
  std::filesystem::create_directory(left);
  std::filesystem::permissions(left, std::filesystem::perms::owner_all);
  for (const char* each : {"patchbay.db", "patchbay.db-wal"})
    std::filesystem::copy_file(folder_.path() / each, left / each);
  ASSERT_GT(std::filesystem::file_size(left / "patchbay.db-wal"), 0U);
  const SqliteOptions options{.random = test_random(), .folder = left, .vfs = disk_.name()};
  disk_.fail(Call::sync, 1, How::io_error, Often::once);
  const auto refused = open_sqlite(options);
  ASSERT_FALSE(refused.has_value());
  EXPECT_TRUE(refused.error().what.contains("its log cannot be written to the disk"))
      << refused.error().what;
  EXPECT_TRUE(disk_.failed());
  EXPECT_TRUE(open_sqlite(options).value()->read()->customer(CustomerId{1}).has_value());
}

// After a failed sync the log must restart, also if the process was killed meanwhile: a full disk
// delays changes until then, and no reads.
TEST_F(SqliteFault, AKilledProcesssLogRestartsBeforeAnythingIsAcknowledged) {
  const auto left = folder_.path() / "left";
  std::filesystem::create_directory(left);
  std::filesystem::permissions(left, std::filesystem::perms::owner_all);
  for (const char* each : {"patchbay.db", "patchbay.db-wal"})
    std::filesystem::copy_file(folder_.path() / each, left / each);
  disk_.fail(Call::write, 1, How::full, Often::always);
  const auto store =
      open_sqlite({.random = test_random(), .folder = left, .vfs = disk_.name()}).value();
  EXPECT_TRUE(store->read()->customer(CustomerId{1}).has_value());
  EXPECT_EQ(save_customer(*store, made(2, 1, "x")), Committed::failed);
  EXPECT_TRUE(store->write_failures().why.contains("its log must restart"))
      << store->write_failures().why;
  disk_.heal();
  EXPECT_EQ(save_customer(*store, made(2, 1, "x")), Committed::yes);
}

TEST_F(SqliteFault, AfterAFailedSyncChangesWaitForReaders) {
  ASSERT_EQ(save_customer(*store_, made(2, 1, "x")), Committed::yes);
  auto reader = store_->read();
  disk_.fail(Call::sync, 1, How::io_error, Often::once);
  EXPECT_EQ(save_customer(*store_, made(3, 1, "x")), Committed::unknown);
  EXPECT_EQ(save_customer(*store_, made(4, 1, "x")), Committed::failed);
  EXPECT_TRUE(reader->customer(CustomerId{2}));
  reader.reset();
  EXPECT_EQ(save_customer(*store_, made(4, 1, "x")), Committed::yes);
}

// If the log itself has filled the disk, its space is freed: at most one of two changes is refused.
TEST_F(SqliteFault, TheLogGivesItsRoomBack) {
  disk_.give_room(400'000);
  int failed = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto fate = write_and_wait(*store_, [i](Transaction& transaction) {
      transaction.save(Mark{"turn", i});
      return true;
    });
    if (fate == Committed::yes) continue;
    EXPECT_EQ(fate, Committed::failed);
    ASSERT_LT(++failed, 500);
  }
  EXPECT_GT(failed, 0) << "the log never had too little room";
  EXPECT_LT(failed, 50);
}

// Each call in turn fails, once or from then on, while customers are created. Acknowledged
// customers are found, found customers were acknowledged or unknown, and the store works again when
// the disk does.
TEST(SqliteFaults, EveryCallInTurn) {
  for (const How how : {How::io_error, How::full, How::cut_short})
    for (const Often often : {Often::once, Often::always}) {
      bool reached = true;
      for (int number = 1; reached; ++number) {
        FaultyDisk disk;
        const TempFolder folder;
        const SqliteOptions options{.random = test_random(),
                                    .folder = folder.path(),
                                    .wal_pages_max = 8,
                                    .vfs = disk.name()};
        auto store = open_sqlite(options).value();
        ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
        disk.fail(Call::any, number, how, often);
        std::vector<Committed> fates;
        for (int i = 2; i < 5; ++i) fates.push_back(save_customer(*store, made(i, 1, "x")));
        reached = disk.failed();
        disk.heal();
        Committed last = save_customer(*store, made(5, 1, "x"));
        if (last != Committed::yes) last = save_customer(*store, made(6, 1, "x"));
        EXPECT_EQ(last, Committed::yes) << number;
        store.reset();
        store = open_sqlite(options).value();
        for (int i = 2; i < 5; ++i) {
          const Committed fate = fates[static_cast<std::size_t>(i - 2)];
          const bool found = store->read()->customer(CustomerId{i}).has_value();
          EXPECT_NE(fate, found ? Committed::failed : Committed::yes) << number;
          EXPECT_EQ(store->read()->history({i}, 0, 9).size(), found ? 1U : 0U);
        }
      }
    }
}

}  // namespace
}  // namespace patchbay::store
