// Names by what they look like.
#include "base/lookalike.h"

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(Lookalike, OneLookHasManySpellings) {
  for (const char* each :
       {"system", "System", "SYSTEM", " system ", "sys tem", "sys-tem", "sys\u00adtem",
        "\u0455ystem", "s\u0443stem", "\uff33\uff39\uff33\uff34\uff25\uff2d", "s\u00fdstem",
        "sy\u200bstem", "sy\u2060stem", "\u00a0system", "system\u3000", "system."})
    EXPECT_EQ(skeleton_of(each), skeleton_of("system")) << each;
  EXPECT_EQ(skeleton_of("r00t"), skeleton_of("root"));
  EXPECT_EQ(skeleton_of("c1i"), skeleton_of("cli"));
  for (const char* each : {"systems", "sistem", "systemctl", "ecosystem"})
    EXPECT_NE(skeleton_of(each), skeleton_of("system")) << each;
}

TEST(Lookalike, WhatLooksEmptyIsEmpty) {
  for (const char* each : {"", " ", "\u00a0", "\u200b", "\u2800", "\u3000\u3000", "...", "\u00ad"})
    EXPECT_EQ(skeleton_of(each), "") << each;
}

TEST(Lookalike, LettersOfAllScriptsAreSeen) {
  for (const char* each : {"José", "李雷", "Ольга", "ليلى"}) {
    EXPECT_NE(skeleton_of(each), "") << each;
    EXPECT_FALSE(has_hidden_characters(each)) << each;
  }
}

TEST(Lookalike, HiddenCharactersAreFound) {
  for (const char* each : {" a", "a ", "a\u00a0b", "a\u200bb", "a\u2028b", "a\u202eb", "a\tb",
                           "\ufeffa", "a\u3164b", "a\u00adb"})
    EXPECT_TRUE(has_hidden_characters(each)) << each;
  EXPECT_FALSE(has_hidden_characters("two words"));
  EXPECT_FALSE(has_hidden_characters("o'hara@example.com"));
}

}  // namespace
}  // namespace patchbay
