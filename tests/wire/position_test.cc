// Positions of errors in lines and columns.
#include "wire/position.h"

#include <gtest/gtest.h>

#include "wire/form.h"
#include "wire/json.h"

namespace patchbay::wire {
namespace {

TEST(Position, CountsLinesAndCharacters) {
  struct Case {
    std::string_view text;
    std::size_t offset;
    std::string_view want;
  };
  for (const auto& [text, offset, want] :
       std::initializer_list<Case>{{"", 0, "line 1, column 1"},
                                   {"abc", 2, "line 1, column 3"},
                                   {"abc", 99, "line 1, column 4"},
                                   {"a\nbc", 1, "line 1, column 2"},
                                   {"a\nbc", 2, "line 2, column 1"},
                                   {"a\r\nbc", 4, "line 2, column 2"},
                                   {"\n\n\n", 3, "line 4, column 1"},
                                   {"\u00E9\u6771x", 5, "line 1, column 3"}})
    EXPECT_EQ(line_and_column(text, offset), want) << text << ' ' << offset;
  EXPECT_EQ(character_at("\u00E9=%zz", 3), "character 3");
}

TEST(Position, IsWhatReadersComplainOf) {
  const std::string json = "{\n \"a\": [1,\n  x]\n}";
  const auto tree = json::parse(json);
  ASSERT_FALSE(tree);
  EXPECT_TRUE(describe_location(tree.error(), json).ends_with("line 3, column 3"))
      << describe_location(tree.error(), json);
  const std::string latin1 = "{\n \"a\": \"\u00E9y\xFFz\\n\"\n}";
  const auto refused = json::parse(latin1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(describe_location(refused.error(), latin1), " at a, line 2, column 10");
  const std::string form = "a=1&b=\u00E9%zz";
  const auto pairs = form::parse(form, form::Separators::ampersand);
  ASSERT_FALSE(pairs);
  EXPECT_EQ(character_at(form, pairs.error().offset), "character 8");
}

}  // namespace
}  // namespace patchbay::wire
