// Counts and ranges in words.
#include "base/wording.h"

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(Wording, CountsNounsInTheirNumber) {
  EXPECT_EQ(counted(0, "anchor"), "0 anchors");
  EXPECT_EQ(counted(1, "anchor"), "1 anchor");
  EXPECT_EQ(counted(2, "anchor"), "2 anchors");
  EXPECT_EQ(counted(1, "entry", "entries"), "1 entry");
  EXPECT_EQ(counted(21, "entry", "entries"), "21 entries");
  EXPECT_EQ(counted(1, "anchor holds", "anchors hold"), "1 anchor holds");
}

TEST(Wording, ARangeOfOneNumberIsThatNumber) {
  EXPECT_EQ(whole_from_to(1, 9), "a whole number from 1 to 9");
  EXPECT_EQ(whole_from_to(-2, 0), "a whole number from -2 to 0");
  EXPECT_EQ(whole_from_to(0, 0), "0");
  EXPECT_EQ(whole_from_to(7, 7), "7");
}

}  // namespace
}  // namespace patchbay
