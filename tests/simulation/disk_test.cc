// The disk in memory: what survives an outage.
#include "simulation/disk.h"

#include <set>

#include <gtest/gtest.h>

namespace patchbay::simulation {
namespace {

constexpr const char* kPath = "/a-wal";

class Disks : public testing::Test {
 protected:
  void write(std::int64_t offset, const std::string& bytes) {
    disk_.write(*disk_.create(kPath), offset, bytes.data(), bytes.size());
  }
  // What is there after an outage; nothing if the file is not.
  std::optional<std::string> after(Outage how) {
    disk_.go_out(how);
    disk_.recover();
    const auto file = disk_.find(kPath);
    return file ? std::optional(file->current) : std::nullopt;
  }

  Dice dice_{7};
  Trace trace_;
  Disk disk_{dice_, trace_};
};

TEST_F(Disks, WhatWasSyncedSurvivesAPowerCut) {
  write(0, "abc");
  disk_.sync(*disk_.find(kPath));
  EXPECT_EQ(after(Outage::power), "abc");
}

TEST_F(Disks, WhatWasWrittenSurvivesTheProcess) {
  write(0, "abc");
  EXPECT_EQ(after(Outage::kill), "abc");
}

// Two sectors that were synced, and new bytes for both: all ways must be seen.
TEST_F(Disks, WhatWasNotSyncedIsKeptLostOrTorn) {
  const std::string old(2 * Disk::kSectorBytes, 'o');
  const std::string one(Disk::kSectorBytes, 'n');
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    disk_.load({{kPath, old}});
    write(0, one + one);
    const std::string now = after(Outage::power).value();
    seen.insert({now.front(), now.back()});
  }
  EXPECT_EQ(seen, (std::set<std::string>{"oo", "on", "no", "nn"}));
}

TEST_F(Disks, AFileThatWasNotSyncedMayBeGone) {
  std::set<bool> is_there;
  for (int i = 0; i < 50; ++i) {
    disk_.load({});
    write(0, "abc");
    is_there.insert(after(Outage::power).has_value());
  }
  EXPECT_EQ(is_there.size(), 2U);
}

TEST_F(Disks, ARemovedFileMayComeBackUnlessTheRemovalWasSynced) {
  for (const bool is_synced : {false, true}) {
    std::set<bool> is_there;
    for (int i = 0; i < 50; ++i) {
      disk_.load({{kPath, "abc"}});
      disk_.remove(kPath, is_synced);
      is_there.insert(after(Outage::power).has_value());
    }
    EXPECT_EQ(is_there.size(), is_synced ? 1U : 2U);
  }
}

// As Linux does it: a later sync does not write again what a failed one lost.
TEST_F(Disks, AFailedSyncIsNotRepaired) {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    disk_.load({{kPath, "old"}});
    write(0, "new");
    disk_.fail_sync(*disk_.find(kPath));
    EXPECT_EQ(disk_.find(kPath)->current, "new");
    disk_.sync(*disk_.find(kPath));
    seen.insert(after(Outage::power).value());
  }
  EXPECT_EQ(seen, (std::set<std::string>{"old", "new"}));
}

TEST_F(Disks, ATruncationIsAWriteToo) {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    disk_.load({{kPath, "old"}});
    disk_.truncate(*disk_.find(kPath), 1);
    EXPECT_EQ(disk_.find(kPath)->current, "o");
    seen.insert(after(Outage::power).value());
  }
  EXPECT_EQ(seen, (std::set<std::string>{"old", "o"}));
}

}  // namespace
}  // namespace patchbay::simulation
