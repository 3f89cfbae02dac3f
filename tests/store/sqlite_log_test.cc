// The write-ahead log stays bounded, with any number of readers of any duration.
#include <array>
#include <atomic>
#include <filesystem>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/open.h"
#include "store/support.h"
#include "store/waiting_disk.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

using testing::HasSubstr;

constexpr int kBound = 64;  // pages
constexpr std::uintmax_t kPageBytes = 4096;
constexpr std::uintmax_t kGrowthMax = 800'000;

class SqliteLog : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(save_customer(*store_, made(1, 0, "root")), Committed::yes); }

  // Different from all data before.
  void fill() { ASSERT_EQ(store::fill(*store_, ++number_), Committed::yes); }
  [[nodiscard]] std::uintmax_t bytes() const {
    return std::filesystem::file_size(folder_.path() / "patchbay.db-wal");
  }
  // Whether a few changes bring the log back to its bound.
  [[nodiscard]] bool is_bounded_again() {
    for (int i = 0; i < 20; ++i) fill();
    return bytes() < 4 * kBound * kPageBytes;
  }

  std::int64_t number_ = 0;
  TempFolder folder_;
  std::unique_ptr<Store> store_ =
      open_sqlite({.random = test_random(), .folder = folder_.path(), .wal_pages_max = kBound})
          .value();
};

// Read transactions that follow one another in the simulated time of the test, which advances when
// a change waits.
class Relay {
 public:
  static constexpr int kReadersUs = 60'000;

  explicit Relay(Store& store) : store_(store) {
    for (int i = 0; i < 2; ++i) runners_[i] = {store_.read(), kReadersUs * (i + 1) / 2};
  }
  // Keeps the present reader until its time is over, then starts the next.
  void go_on(int us) {
    const std::lock_guard lock(mutex_);
    now_us_ += us;
    for (Runner& each : runners_) {
      if (each.end_us > now_us_) continue;
      each.reader = nullptr;
      each = {store_.read(), now_us_ + kReadersUs};
    }
  }

 private:
  struct Runner {
    std::unique_ptr<ReadTransaction> reader;
    std::int64_t end_us = 0;
  };
  Store& store_;
  std::mutex mutex_;
  std::int64_t now_us_ = 0;
  std::array<Runner, 2> runners_;
};

// There is a reader at every moment, and each one lasts longer than a checkpoint waits at first.
TEST_F(SqliteLog, ReadersThatOverlapDoNotKeepItGrowing) {
  constexpr int kChangeUs = 7'000;
  std::atomic<Relay*> relay = nullptr;
  std::atomic<int> sleeps = 0;
  const WaitingDisk disk([&](int us) {
    ++sleeps;
    if (Relay* readers = relay) readers->go_on(us);
  });
  store_.reset();
  store_ = open_sqlite({.random = test_random(),
                        .folder = folder_.path(),
                        .wal_pages_max = kBound,
                        .vfs = disk.name()})
               .value();
  std::uintmax_t most = 0;
  {
    Relay readers(*store_);
    relay = &readers;
    for (int i = 0; i < 60; ++i) {
      fill();
      // The write queue finishes its work after one job before it starts the next.
      (void)write_and_wait(*store_, [](Transaction&) { return false; });
      readers.go_on(kChangeUs);
      most = std::max(most, bytes());
    }
    relay = nullptr;
  }
  EXPECT_GT(sleeps, 0);
  EXPECT_LT(most, 16 * kBound * kPageBytes);
  store_.reset();
}

// After an erasure the log is cleared, which a reader prevents. Only one change waits for that.
TEST_F(SqliteLog, AReaderThatTakesLongDelaysOneChangeAfterAnErasure) {
  std::atomic<int> slept_us = 0;
  const WaitingDisk disk([&](int us) { slept_us += us; });
  store_.reset();
  store_ = open_sqlite({.random = test_random(),
                        .folder = folder_.path(),
                        .wal_pages_max = 16 * 1024,
                        .vfs = disk.name()})
               .value();
  const auto change = [&] {
    fill();
    // The write queue finishes its work after one job before it starts the next.
    (void)write_and_wait(*store_, [](Transaction&) { return false; });
    return slept_us.exchange(0);
  };
  {
    const auto reader = store_->read();
    ASSERT_TRUE(reader->customer(CustomerId{1}));
    (void)change();
    ASSERT_EQ(write_and_wait(*store_,
                             [](Transaction& transaction) {
                               while (transaction.erase_terms(/*begins=*/true)) {
                               }
                               return true;
                             }),
              Committed::yes);
    int waits = 0;
    for (int i = 0; i < 5; ++i) waits += change() > 0 ? 1 : 0;
    EXPECT_LE(waits, 1);
  }
  store_.reset();
}

// Changes during a copy fill the log until the copy gives up.
TEST_F(SqliteLog, ACopyGivesWay) {
  for (int i = 0; i < 40; ++i) fill();
  ASSERT_GT(std::filesystem::file_size(folder_.path() / "patchbay.db"), 3U << 20);
  const TempFolder parent;
  const auto copy_to = [&](const char* name, std::uint64_t growth_max) {
    bool hurried = false;
    const auto copied = copy_sqlite(
        folder_.path(), parent.path() / name,
        [&](const Copied& so_far) {
          hurried = hurried || so_far.hurry;
          fill();
        },
        growth_max);
    EXPECT_EQ(hurried, growth_max == kGrowthMax);
    return copied;
  };
  const std::uintmax_t before = bytes();
  const auto refused = copy_to("refused", kGrowthMax);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("log grew by more than"));
  EXPECT_GT(bytes(), before + kGrowthMax);
  EXPECT_LT(bytes(), before + 3 * kGrowthMax);
  EXPECT_TRUE(is_bounded_again());
  // If the log may grow, the copy succeeds.
  EXPECT_TRUE(copy_to("made", kLogGrowthMax));
  EXPECT_TRUE(open_sqlite({.random = test_random(), .folder = parent.path() / "made"})
                  .value()
                  ->read()
                  ->idempotency_record(40, "99"));
}

TEST_F(SqliteLog, AnotherProcessThatReadsForLongGivesWay) {
  for (int i = 0; i < 40; ++i) fill();
  const auto walk = [&](std::uint64_t growth_max) {
    return read_sqlite(
        folder_.path(),
        [&](const OpenReader& open) {
          const auto reader = open();
          for (int i = 0; i < 10; ++i) {
            fill();
            EXPECT_FALSE(reader->index_mismatch());
          }
        },
        Integrity{}, growth_max);
  };
  EXPECT_TRUE(walk(kLogGrowthMax));
  EXPECT_TRUE(is_bounded_again());
  const auto refused = walk(kGrowthMax);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("log grew by more than"));
  EXPECT_TRUE(is_bounded_again());
}

}  // namespace
}  // namespace patchbay::store
