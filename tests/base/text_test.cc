// Small work on text.
#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchbay {
namespace {

using testing::ElementsAre;

TEST(Text, CaseIsAsciiOnly) {
  EXPECT_EQ(lower("AbC-\u00C4"), "abc-\u00C4");
  EXPECT_EQ(upper("aBc-\u00E4"), "ABC-\u00E4");
}

TEST(Text, TrimsXmlsWhiteSpaceOnly) {
  EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trim(" \t "), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\u00A0a\v"), "\u00A0a\v");
}

TEST(Text, SplitsAndJoins) {
  EXPECT_THAT(split("a,b,,c", ','), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split(",", ','), ElementsAre("", ""));
  EXPECT_EQ(join({"a", "", "b"}, ", "), "a, , b");
  EXPECT_EQ(join({}, ", "), "");
}

TEST(Text, ReadsWholeNumbers) {
  EXPECT_EQ(parse_whole("0"), 0);
  EXPECT_EQ(parse_whole("-2"), -2);
  EXPECT_EQ(parse_whole("007"), 7);
  EXPECT_EQ(parse_whole("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(parse_whole("-9223372036854775808"), INT64_MIN);
  for (const std::string_view bad : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "--1", "seven",
                                     "9223372036854775808", "-9223372036854775809", "\uFF11"})
    EXPECT_FALSE(parse_whole(bad)) << bad;
}

}  // namespace
}  // namespace patchbay
