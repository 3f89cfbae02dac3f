// The file of the sealing keys: what is added, what survives a crash, and which store it fits.
#include "app/key_file.h"

#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/guarded_file.h"
#include "store/open.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;
using core::SealingKeys;
using ::testing::HasSubstr;

class KeyFiles : public ::testing::Test {
 protected:
  KeyFiles() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~KeyFiles() override { fs::remove_all(folder_); }

  std::string add() {
    const auto keys = sealing_keys(file_, /*may_make=*/false, *random_);
    if (!keys) return keys.error();
    const auto added = add_key(file_, keys->ring()->keys.size(), *random_);
    return added ? "" : added.error();
  }
  std::string text() {
    const auto read = sealing_keys(file_, /*may_make=*/false, *random_);
    return read ? read->text() : read.error();
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / ("keys." + std::to_string(getpid()));
  const fs::path file_ = folder_ / "sealing.key";
  const std::unique_ptr<Random> random_ = seeded_random(7);
};

TEST_F(KeyFiles, GetAnotherKeyBehindTheOthers) {
  const auto made = sealing_keys(file_, /*may_make=*/true, *random_);
  ASSERT_TRUE(made) << made.error();
  const auto added = add_key(file_, 1, *random_);
  ASSERT_TRUE(added) << added.error();
  EXPECT_THAT(add_key(file_, 1, *random_).error(), HasSubstr("at the same moment"));
  EXPECT_EQ(text(), added->text());
  EXPECT_EQ(text().size(), 64U);
  EXPECT_TRUE(text().starts_with(made->text()));
  EXPECT_EQ(fs::status(file_).permissions() & fs::perms::all,
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(fs::exists(folder_ / "sealing.key.new"));
}

TEST_F(KeyFiles, AreWholeAfterACrashAtAnyStep) {
  ASSERT_TRUE(sealing_keys(file_, /*may_make=*/true, *random_));
  const std::string before = text();
  for (const std::size_t written : {0, 17, 64}) {  // of the new file, which was not in its place
    std::ofstream(folder_ / "sealing.key.new") << std::string(written, 'x');
    EXPECT_EQ(text(), before);
  }
  EXPECT_EQ(add(), "");
  EXPECT_TRUE(text().starts_with(before));
  EXPECT_THAT(text(), ::testing::Not(HasSubstr("xxxx"))) << "a key that others may have seen";
}

TEST_F(KeyFiles, AreNotChangedByTwoAtOnce) {
  ASSERT_TRUE(sealing_keys(file_, /*may_make=*/true, *random_));
  const std::string before = text();
  {
    const auto held = open_guarded(file_, O_RDONLY, kSecretFile);
    ASSERT_TRUE(held);
    ASSERT_EQ(::flock(held->get(), LOCK_EX), 0);
    EXPECT_THAT(add(), HasSubstr("is being changed by another process: try again"));
    EXPECT_EQ(text(), before);
  }
  EXPECT_EQ(add(), "");
}

TEST_F(KeyFiles, HoldABoundedNumberOfWholeKeys) {
  EXPECT_THAT(add(), HasSubstr("No such file"));
  ASSERT_TRUE(sealing_keys(file_, /*may_make=*/true, *random_));
  for (std::size_t i = 1; i < SealingKeys::kKeysMax; ++i) EXPECT_EQ(add(), "");
  EXPECT_THAT(add(), HasSubstr("holds as many keys as it can, which is 16"));
  EXPECT_EQ(text().size(), 512U);
  fs::resize_file(file_, 63);
  EXPECT_THAT(text(), HasSubstr("must hold 32 bytes for each key"));
  fs::resize_file(file_, 0);
  EXPECT_THAT(text(), HasSubstr("at least one key"));
}

TEST_F(KeyFiles, SealOnlyAfterTheStoreNamesTheKey) {
  const std::string a(32, 'a');
  const std::string b(32, 'b');
  SealingKeys keys(a + b);
  const auto store = store::open_memory({}, 0);
  EXPECT_EQ(keys.ring()->sealing, 0U);
  EXPECT_TRUE(seal_with_newest(*store, keys, Instant{}));
  EXPECT_EQ(keys.ring()->sealing, 1U);
  const auto seals = store->read()->mark(kSealsMark);
  EXPECT_EQ(seals, core::sealing_key_id(b));
  const std::int64_t oldest = core::sealing_key_id(a);
  EXPECT_FALSE(misfit(keys, oldest, seals));
  EXPECT_THAT(misfit(SealingKeys(a), oldest, seals).value_or(""),
              HasSubstr("it lacks the key that seals now"));
  EXPECT_THAT(misfit(SealingKeys(b), oldest, seals).value_or(""),
              HasSubstr("is not the key that this store was sealed with"));
  EXPECT_TRUE(seal_with_newest(*store, keys, Instant{})) << "again";
}

}  // namespace
}  // namespace patchbay::app
