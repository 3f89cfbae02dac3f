// JSON Merge Patch: merging, and the patch between two documents as its inverse.
#include "wire/merge_patch.h"

#include <gtest/gtest.h>

#include "describe.h"
#include "random_tree.h"

namespace patchbay::wire {
namespace {

Tree tree_of(std::string_view text) {
  auto tree = json::parse(text);
  EXPECT_TRUE(tree) << text;
  return tree.value_or(Tree());
}

struct Case {
  std::string_view before;
  std::string_view patch;
  std::string_view after;
};

TEST(MergePatch, MergesMembersAndReplacesTheRest) {
  for (const auto& [before, patch, after] : std::initializer_list<Case>{
           {R"({"a":1,"b":2})", R"({"a":null,"c":{"d":null,"e":3}})", R"({"b":2,"c":{"e":3}})"},
           {R"({"a":{"b":1,"c":2}})", R"({"a":{"b":null}})", R"({"a":{"c":2}})"},
           {R"({"a":[1,{"b":2}]})", R"({"a":[{"b":null}]})", R"({"a":[{"b":null}]})"},
           {R"({"a":"text"})", R"({"a":{"b":1}})", R"({"a":{"b":1}})"},
           {R"({"a":{"b":1}})", R"({"a":"text"})", R"({"a":"text"})"},
           {"[1]", R"({"a":1})", R"({"a":1})"},
           {R"({"a":1})", "7", "7"},
           {R"({"a":1})", "{}", R"({"a":1})"},
           {R"({"a":1})", R"({"b":null})", R"({"a":1})"}})
    EXPECT_EQ(describe(apply_merge_patch(tree_of(before), tree_of(patch))), after)
        << before << patch;
}

TEST(MergePatch, FindsTheDifference) {
  for (const auto& [before, patch, after] : std::initializer_list<Case>{
           {R"({"a":1,"b":2})", R"({"b":null,"c":3})", R"({"a":1,"c":3})"},
           {R"({"a":{"b":1,"c":2}})", R"({"a":{"b":null}})", R"({"a":{"c":2}})"},
           {R"({"a":{"b":1}})", R"({"a":{"b":null}})", R"({"a":{}})"},
           {R"({"a":[1,2]})", R"({"a":[2]})", R"({"a":[2]})"},
           {R"({"a":1})", "{}", R"({"a":1})"},
           {R"({"a":1.0})", R"({"a":1})", R"({"a":1})"},
           {R"({"a":1})", "[1]", "[1]"}})
    EXPECT_EQ(describe(make_merge_patch(tree_of(before), tree_of(after))), patch)
        << before << after;
}

// A merge patch cannot set a member to null, so those of `tree` are taken out.
Tree without_nulls(Tree tree) {
  Object* members = tree.object();
  if (!members) return tree;
  std::erase_if(*members, [](const auto& member) { return member.second.is_null(); });
  for (auto& [key, value] : *members) value = without_nulls(std::move(value));
  return tree;
}

TEST(MergePatch, TurnsOneIntoTheOther) {
  TreeMaker maker(11, {});
  for (int i = 0; i < 2000; ++i) {
    Tree before = maker.tree(4);
    const Tree after = without_nulls(maker.tree(4));
    const Tree between = apply_merge_patch(before, maker.tree(3));
    for (const Tree& end : {after, without_nulls(between)}) {
      const Tree patch = make_merge_patch(before, end);
      // The order of members does not matter in an object.
      const Tree reached = apply_merge_patch(before, patch);
      EXPECT_EQ(make_merge_patch(end, reached), make_merge_patch(end, end))
          << describe(before) << ' ' << describe(end) << ' ' << describe(patch);
    }
  }
}

}  // namespace
}  // namespace patchbay::wire
