// The layer that joins writes to the log, over a file that records what reaches it.
#include "store/sqlite/joined_writes.h"

#include <cstring>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/sqlite/file_layer.h"

namespace patchbay::store::sqlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What the layer below was asked to do, and the file that it has.
struct Below {
  std::vector<std::string> calls;
  std::string bytes;
  int write_code = SQLITE_OK;
};
Below& below() {
  static Below the_file;
  return the_file;
}

int write(sqlite3_file*, const void* from, int count, sqlite3_int64 at) {
  below().calls.push_back("write " + std::to_string(count) + " at " + std::to_string(at));
  if (below().write_code != SQLITE_OK) return below().write_code;
  const auto end = static_cast<std::size_t>(at + count);
  if (below().bytes.size() < end) below().bytes.resize(end);
  std::memcpy(below().bytes.data() + at, from, static_cast<std::size_t>(count));
  return SQLITE_OK;
}
int read(sqlite3_file*, void* to, int count, sqlite3_int64 at) {
  below().calls.emplace_back("read");
  std::memset(to, 0, static_cast<std::size_t>(count));
  if (static_cast<std::size_t>(at + count) > below().bytes.size()) return SQLITE_IOERR_SHORT_READ;
  std::memcpy(to, below().bytes.data() + at, static_cast<std::size_t>(count));
  return SQLITE_OK;
}
int size(sqlite3_file*, sqlite3_int64* out) {
  below().calls.emplace_back("size");
  *out = static_cast<sqlite3_int64>(below().bytes.size());
  return SQLITE_OK;
}
int sync(sqlite3_file*, int) {
  below().calls.emplace_back("sync");
  return SQLITE_OK;
}
int truncate(sqlite3_file*, sqlite3_int64 bytes) {
  below().calls.emplace_back("truncate");
  below().bytes.resize(static_cast<std::size_t>(bytes));
  return SQLITE_OK;
}
int close(sqlite3_file*) { return SQLITE_OK; }

const sqlite3_io_methods kMethods = [] {
  sqlite3_io_methods out{};
  out.iVersion = 1;
  out.xClose = close;
  out.xRead = read;
  out.xWrite = write;
  out.xTruncate = truncate;
  out.xSync = sync;
  out.xFileSize = size;
  return out;
}();

int open(sqlite3_vfs*, const char*, sqlite3_file* file, int, int*) {
  file->pMethods = &kMethods;
  return SQLITE_OK;
}

class JoinedWritesTest : public testing::Test {
 protected:
  void SetUp() override {
    below() = {};
    base_.xOpen = open;
    ASSERT_EQ(joined_.open(base_, "log", log(), 0, nullptr), SQLITE_OK);
  }
  void TearDown() override { log()->pMethods->xClose(log()); }

  sqlite3_file* log() { return &file_.layer.base; }
  int put(const std::string& bytes, sqlite3_int64 at) {
    return log()->pMethods->xWrite(log(), bytes.data(), static_cast<int>(bytes.size()), at);
  }
  std::string get(int count, sqlite3_int64 at) {
    std::string out(static_cast<std::size_t>(count), '?');
    EXPECT_EQ(log()->pMethods->xRead(log(), out.data(), count, at), SQLITE_OK);
    return out;
  }
  int sync_log() { return log()->pMethods->xSync(log(), SQLITE_SYNC_NORMAL); }

  sqlite3_vfs base_{};
  JoinedWrites joined_;
  struct {
    LayeredFile layer;
    sqlite3_file below;
  } file_{};
};

TEST_F(JoinedWritesTest, AreOneWriteAtTheSync) {
  put("head", 32);
  put("page", 36);
  put("head", 40);
  EXPECT_THAT(below().calls, IsEmpty());
  EXPECT_EQ(sync_log(), SQLITE_OK);
  EXPECT_THAT(below().calls, ElementsAre("write 12 at 32", "sync"));
  EXPECT_EQ(below().bytes.substr(32), "headpagehead");
}

TEST_F(JoinedWritesTest, AreThereForWhoReadsThem) {
  put("head", 0);
  put("page", 4);
  EXPECT_EQ(get(6, 2), "adpage");
  EXPECT_THAT(below().calls, ElementsAre("write 8 at 0", "read"));
}

TEST_F(JoinedWritesTest, StayInMemoryForAReadBeforeOrAfterThem) {
  put("old-....last", 0);
  sync_log();
  put("new-", 4);
  below().calls.clear();
  EXPECT_EQ(get(4, 0), "old-");
  EXPECT_EQ(get(4, 8), "last");
  EXPECT_THAT(below().calls, ElementsAre("read", "read"));
}

TEST_F(JoinedWritesTest, OverTheSamePlaceKeepTheLast) {
  put("headpage", 0);
  put("PAGE", 4);
  put("HEAD", 0);
  put("EXTRA", 6);
  sync_log();
  EXPECT_EQ(below().bytes, "HEADPAEXTRA");
  EXPECT_THAT(below().calls, ElementsAre("write 11 at 0", "sync"));
}

TEST_F(JoinedWritesTest, ElsewhereComeAfterThoseBefore) {
  put("abcd", 8);
  put("efgh", 0);   // before them
  put("ijkl", 12);  // with a gap
  sync_log();
  EXPECT_THAT(below().calls, ElementsAre("write 4 at 8", "write 4 at 0", "write 4 at 12", "sync"));
}

TEST_F(JoinedWritesTest, AreSeenInTheSizeAndCutWithTheFile) {
  put("abcdef", 0);
  sqlite3_int64 bytes = 0;
  EXPECT_EQ(log()->pMethods->xFileSize(log(), &bytes), SQLITE_OK);
  EXPECT_EQ(bytes, 6);
  put("gh", 6);
  EXPECT_EQ(log()->pMethods->xTruncate(log(), 7), SQLITE_OK);
  EXPECT_EQ(below().bytes, "abcdefg");
}

// SQLite's own layer writes at most 128 KiB in a call.
TEST_F(JoinedWritesTest, AreWrittenInPiecesThatEveryLayerTakes) {
  const std::string page(65'536, 'p');
  for (int i = 0; i < 3; ++i) put(page, i * 65'536);
  sync_log();
  EXPECT_THAT(below().calls, ElementsAre("write 65536 at 0", "write 65536 at 65536",
                                         "write 65536 at 131072", "sync"));
}

TEST_F(JoinedWritesTest, HaveABound) {
  const std::string page(65'536, 'p');
  for (int i = 0; i < 17; ++i) put(page, i * 65'536);
  EXPECT_EQ(below().calls.size(), 16U);
  sync_log();
  EXPECT_EQ(below().bytes.size(), 17U * 65'536);
}

// SQLite takes a transaction back whose sync fails. What it wrote must not fill the disk again.
TEST_F(JoinedWritesTest, ThatFailAreDropped) {
  put("abcd", 0);
  below().write_code = SQLITE_FULL;
  EXPECT_EQ(sync_log(), SQLITE_FULL);
  EXPECT_THAT(below().calls, ElementsAre("write 4 at 0"));  // nothing was synced
  below().write_code = SQLITE_OK;
  put("efgh", 0);
  EXPECT_EQ(sync_log(), SQLITE_OK);
  EXPECT_EQ(below().bytes, "efgh");
}

// SQLite goes on with a transaction after a full disk, and not after an error of a read.
TEST_F(JoinedWritesTest, ThatFailBeforeAReadEndTheTransaction) {
  put("abcd", 0);
  below().write_code = SQLITE_FULL;
  std::string read_back(4, '?');
  EXPECT_EQ(log()->pMethods->xRead(log(), read_back.data(), 4, 0), SQLITE_IOERR_READ);
}

TEST_F(JoinedWritesTest, ThatFailForOthersSayWhy) {
  put("abcd", 0);
  below().write_code = SQLITE_FULL;
  EXPECT_EQ(put("wxyz", 100), SQLITE_FULL);
}

TEST_F(JoinedWritesTest, ThatWereNotSyncedAreDroppedAtTheEnd) {
  put("abcd", 0);
  log()->pMethods->xClose(log());
  EXPECT_THAT(below().calls, IsEmpty());
}

}  // namespace
}  // namespace patchbay::store::sqlite
