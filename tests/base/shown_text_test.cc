// What goes to a terminal does not steer it.
#include "base/shown_text.h"

#include <gtest/gtest.h>

namespace patchbay {
namespace {

using namespace std::string_view_literals;

struct Case {
  std::string_view text;
  std::string_view shown;
};

TEST(ShownText, WritesOutWhatSteers) {
  const Case cases[] = {
      {"", ""},
      {"Global Trading", "Global Trading"},
      {"Żółć €, 株式会社, 😀", "Żółć €, 株式会社, 😀"},
      {"\033[31mEVIL\033]0;t\007", "\\u001b[31mEVIL\\u001b]0;t\\u0007"},
      {"before\0behind"sv, "before\\u0000behind"},
      {"a\rb\177c", "a\\u000db\\u007fc"},
      {"C1: \u009b31m", "C1: \\u009b31m"},
      {"\u202Eabc\u2066d\u200Fe\u061C", "\\u202eabc\\u2066d\\u200fe\\u061c"},
      {"\u2028\u2029", "\\u2028\\u2029"},
      {"two\nlines\tand", "two\\nlines\\tand"},
      {"not \x9b UTF-8 \xC3", "not \\x9b UTF-8 \\xc3"},
  };
  for (const Case& each : cases) EXPECT_EQ(on_one_line(each.text), each.shown);
}

TEST(ShownText, KeepsLinesWhereThereAreSome) {
  EXPECT_EQ(on_lines("id\tname\n1\tEVIL\033[2J\n"), "id\tname\n1\tEVIL\\u001b[2J\n");
  EXPECT_EQ(on_lines("a\rb\u202Ec\n"), "a\\u000db\\u202ec\n");
}

}  // namespace
}  // namespace patchbay
