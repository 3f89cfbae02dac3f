// Files for long bodies: so many at once, and only while the disk has room.
#include "app/transfer/body_files.h"

#include <future>

#include <gtest/gtest.h>
#include <unistd.h>

namespace patchbay::app {
namespace {

bool append(http::BodyFile& file, std::string bytes) {
  std::promise<bool> kept;
  file.append(std::move(bytes), [&](bool is_kept) { kept.set_value(is_kept); });
  return kept.get_future().get();
}

std::string text_of(const http::BodyFile& file) {
  std::string out(100, '\0');
  const ssize_t got = ::pread(file.descriptor().get(), out.data(), out.size(), 0);
  out.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return out;
}

TEST(BodyFiles, KeepWhatIsAppended) {
  BodyFiles files({.folder = ::testing::TempDir(), .files_max = 1});
  const auto file = files.open();
  ASSERT_TRUE(file);
  EXPECT_TRUE(append(**file, "one "));
  EXPECT_TRUE(append(**file, "two"));
  EXPECT_EQ(text_of(**file), "one two");
}

TEST(BodyFiles, AreSoManyAtOnce) {
  BodyFiles files({.folder = ::testing::TempDir(), .files_max = 2});
  const auto first = files.open();
  auto second = files.open();
  ASSERT_TRUE(first && second);
  for (int turn = 0; turn < 3; ++turn) {
    const auto third = files.open();
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().kind, ErrorKind::too_many_requests);
    EXPECT_EQ(third.error().retry_after_s, 1);
  }
  second->reset();
  EXPECT_TRUE(files.open());
}

TEST(BodyFiles, LeaveTheDiskItsRoom) {
  BodyFiles files({.folder = ::testing::TempDir(), .files_max = 1, .free_bytes_min = 1ULL << 60});
  const auto file = files.open();
  ASSERT_TRUE(file);
  EXPECT_FALSE(append(**file, "one"));
  EXPECT_EQ(text_of(**file), "");
}

TEST(BodyFiles, NeedTheirFolder) {
  BodyFiles files({.folder = "/nowhere", .files_max = 1});
  const auto file = files.open();
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace patchbay::app
