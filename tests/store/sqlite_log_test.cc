// The log stays bounded whoever reads, and for however long.
#include <filesystem>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/open.h"
#include "store/support.h"

namespace patchbay::store {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr int kBound = 64;  // pages
constexpr std::uintmax_t kPageBytes = 4096;
constexpr std::uintmax_t kGrowthMax = 800'000;

class SqliteLog : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(keep(*store_, made(1, 0, "root")), Committed::yes); }

  // Unlike all before.
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
      open_sqlite({.folder = folder_.path(), .wal_pages_max = kBound}).value();
};

// There is a reader at every moment, and each is there for longer than a checkpoint waits at first.
TEST_F(SqliteLog, ReadersThatOverlapDoNotKeepItGrowing) {
  std::uintmax_t most = 0;
  {
    std::vector<std::jthread> relay;
    for (int i = 0; i < 2; ++i)
      relay.emplace_back([this, i](const std::stop_token& end) {
        std::this_thread::sleep_for(30ms * i);
        while (!end.stop_requested()) {
          const auto reader = store_->read();
          std::this_thread::sleep_for(60ms);
        }
      });
    for (int i = 0; i < 60; ++i) {
      fill();
      most = std::max(most, bytes());
    }
  }
  EXPECT_LT(most, 16 * kBound * kPageBytes);
}

// What changes the store while it is copied keeps the log, up to where the copying gives way.
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
  // And where it may grow the copy is made.
  EXPECT_TRUE(copy_to("made", kLogGrowthMax));
  EXPECT_TRUE(open_sqlite({.folder = parent.path() / "made"}).value()->read()->answer(40, "99"));
}

TEST_F(SqliteLog, AnotherProcessThatReadsForLongGivesWay) {
  for (int i = 0; i < 40; ++i) fill();
  const auto walk = [&](std::uint64_t growth_max) {
    return read_sqlite(
        folder_.path(),
        [&](Reader& reader) {
          for (int i = 0; i < 10; ++i) {
            fill();
            EXPECT_FALSE(reader.disagreement());
          }
        },
        growth_max);
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
