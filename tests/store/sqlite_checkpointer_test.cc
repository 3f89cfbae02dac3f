// Checkpoints keep the write-ahead log within its maximum and lose nothing.
#include <atomic>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "store/open.h"
#include "store/support.h"
#include "store/verify.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

constexpr int kBound = 2048;  // pages

// Read transactions that overlap all the time.
class Readers {
 public:
  explicit Readers(Store& store)
      : thread_([this, &store] {
          std::unique_ptr<ReadTransaction> reader = store.read();
          while (!done_) {
            auto next = store.read();
            reader = std::move(next);
          }
        }) {}
  ~Readers() {
    done_ = true;
    thread_.join();
  }
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

 private:
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

TEST(SqliteClearing, GoesOnWhileOthersRead) {
  const TempFolder folder;
  {
    const auto store =
        open_sqlite({.random = test_random(), .folder = folder.path(), .wal_pages_max = kBound})
            .value();
    ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
    const Readers readers(*store);
    std::uintmax_t log = 0;
    for (std::int64_t i = 1; i <= 150; ++i) {
      ASSERT_EQ(fill(*store, i), Committed::yes);
      EXPECT_TRUE(store->read()->idempotency_record(i, "99"));
      log = std::max(log, std::filesystem::file_size(folder.path() / "patchbay.db-wal"));
    }
    EXPECT_LT(log, 3U * kBound * 4200);
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "patchbay.db-wal"));
  const auto store = open_sqlite({.random = test_random(), .folder = folder.path()}).value();
  for (std::int64_t i = 1; i <= 150; ++i)
    EXPECT_TRUE(store->read()->idempotency_record(i, "0")) << i;
  EXPECT_FALSE(verify(*store->read()).difference);
}

// When the log has reached its maximum, it restarts.
TEST(SqliteClearing, EndsWithTheLogBegunAgain) {
  const TempFolder folder;
  const auto store =
      open_sqlite({.random = test_random(), .folder = folder.path(), .wal_pages_max = kBound})
          .value();
  for (std::int64_t i = 1; i <= 150; ++i) ASSERT_EQ(fill(*store, i), Committed::yes);
  EXPECT_LT(std::filesystem::file_size(folder.path() / "patchbay.db-wal"), 3U * kBound * 4200);
  EXPECT_GT(std::filesystem::file_size(folder.path() / "patchbay.db"), 5'000 * 4096U);
}

}  // namespace
}  // namespace patchbay::store
