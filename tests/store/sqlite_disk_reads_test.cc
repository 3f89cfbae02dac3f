// Reads from the disk are detected, and so is their end.
#include <gtest/gtest.h>

#include "store/sqlite/disk_reads.h"

namespace patchbay::store::sqlite {
namespace {

TEST(SqliteDiskReads, AreUsualWhereManyJobsComeWithOne) {
  long blocks = 1000;
  DiskReads reads([&] { return blocks; });
  EXPECT_FALSE(reads.usual());
  const auto batches = [&](int count, long blocks_each) {
    for (int i = 0; i < count; ++i) {
      blocks += blocks_each;
      reads.after(64);
    }
  };
  batches(4, 8L * 15);  // one page fewer than one job in four
  EXPECT_FALSE(reads.usual());
  batches(4, 8L * 16);
  EXPECT_TRUE(reads.usual());
  batches(3, 0);  // too few jobs to decide
  EXPECT_TRUE(reads.usual());
  batches(1, 0);
  EXPECT_FALSE(reads.usual());
}

}  // namespace
}  // namespace patchbay::store::sqlite
