// Trees: finding, setting, naming types, and duplicate keys.
#include "wire/tree.h"

#include <gtest/gtest.h>

#include "describe.h"

namespace patchbay::wire {
namespace {

TEST(Tree, FindsAMemberOfAnObjectAndNothingElsewhere) {
  const Tree tree(Object{{"name", "Volvo"}, {"notes", Null{}}});
  ASSERT_NE(tree.find("name"), nullptr);
  EXPECT_EQ(*tree.find("name"), Tree("Volvo"));
  EXPECT_TRUE(tree.find("notes")->is_null());
  EXPECT_EQ(tree.find("fax"), nullptr);
  EXPECT_EQ(Tree("name").find("name"), nullptr);
}

TEST(Tree, SetsInPlaceAndAppendsWhatIsNew) {
  Tree tree(Object{{"a", 1}, {"b", 2}});
  tree.set("a", "one").set("c", true);
  EXPECT_EQ(describe(tree), R"({"a":"one","b":2,"c":true})");
}

TEST(Tree, NamesItsKind) {
  for (const auto& [tree, kind] :
       std::initializer_list<std::pair<Tree, std::string_view>>{{Null{}, "null"},
                                                                {false, "a boolean"},
                                                                {std::int64_t{7}, "a number"},
                                                                {"", "a string"},
                                                                {Array{}, "an array"},
                                                                {Object{}, "an object"}})
    EXPECT_EQ(tree.kind(), kind);
}

TEST(Tree, FindsARepeatedKeyAmongFewAndAmongMany) {
  for (const int count : {2, 3, 15, 16, 17, 18, 500}) {
    Object members;
    for (int i = 0; i < count; ++i) members.emplace_back("key" + std::to_string(i), i);
    EXPECT_EQ(repeated_key(members), nullptr) << count;
    members.back().first = "key0";
    EXPECT_EQ(repeated_key(members), &members.back().first) << count;
  }
}

}  // namespace
}  // namespace patchbay::wire
