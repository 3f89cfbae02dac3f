// JSON Patch: what each operation does, the refusals and their messages, bounds, all or nothing.
#include "wire/json_patch.h"

#include <gtest/gtest.h>

#include "describe.h"
#include "wire/tree_compare.h"

namespace patchbay::wire {
namespace {

Tree tree_of(std::string_view text) {
  auto tree = json::parse(text);
  EXPECT_TRUE(tree) << text;
  return tree.value_or(Tree());
}

std::string after(std::string_view document, std::string_view patch, PatchBounds bounds = {}) {
  const auto read = read_json_patch(tree_of(patch), bounds);
  if (!read) return "malformed at " + read.error().where + ": " + read.error().what;
  const auto out = apply_json_patch(tree_of(document), *read, bounds);
  if (out) return json::write(*out);
  return std::to_string(out.error().operation) + ": " + out.error().pointer + ' ' +
         out.error().what + (out.error().is_failed_test ? " (tested)" : "");
}

struct Case {
  std::string_view document;
  std::string_view patch;
  std::string_view want;
};

TEST(JsonPatch, DoesWhatEachOperationSays) {
  for (const auto& [document, patch, want] : std::initializer_list<Case>{
           {R"({"a":1})", R"([{"op":"add","path":"/b","value":[2]}])", R"({"a":1,"b":[2]})"},
           {R"({"a":1})", R"([{"op":"add","path":"/a","value":null}])", R"({"a":null})"},
           {R"([1,3])", R"([{"op":"add","path":"/1","value":2}])", "[1,2,3]"},
           {R"([1])", R"([{"op":"add","path":"/-","value":2}])", "[1,2]"},
           {R"({"a":1})", R"([{"op":"add","path":"","value":{}}])", "{}"},
           {R"({"a":1,"b":2})", R"([{"op":"remove","path":"/a"}])", R"({"b":2})"},
           {R"([1,2,3])", R"([{"op":"remove","path":"/1"}])", "[1,3]"},
           {R"({"a":{"b":1}})", R"([{"op":"replace","path":"/a/b","value":"c"}])",
            R"({"a":{"b":"c"}})"},
           {R"({"a":1})", R"([{"op":"replace","path":"","value":[]}])", "[]"},
           {R"({"a":1,"b":{}})", R"([{"op":"move","from":"/a","path":"/b/c"}])",
            R"({"b":{"c":1}})"},
           {R"([1,2,3])", R"([{"op":"move","from":"/0","path":"/2"}])", "[2,3,1]"},
           {R"({"a":{"b":1}})", R"([{"op":"move","from":"/a","path":""}])", R"({"b":1})"},
           {R"({"a":1})", R"([{"op":"move","from":"/a","path":"/a"}])", R"({"a":1})"},
           {R"({"a":1})", R"([{"op":"copy","from":"/a","path":"/b"}])", R"({"a":1,"b":1})"},
           {R"({"a":{"b":1}})", R"([{"op":"copy","from":"/a","path":"/a/c"}])",
            R"({"a":{"b":1,"c":{"b":1}}})"},
           {R"({"a":{"x":1.50,"y":[]}})",
            R"([{"op":"test","path":"/a","value":{"y":[],"x":15e-1}}])",
            R"({"a":{"x":1.50,"y":[]}})"},
           {R"({"a":1})", R"([{"op":"remove","path":"/a","from":3,"colour":"red"}])", "{}"},
       })
    EXPECT_EQ(after(document, patch), want) << patch;
}

TEST(JsonPatch, SaysWhichOperationAndPointerDoNotFit) {
  for (const auto& [document, patch, want] : std::initializer_list<Case>{
           {R"({"a":1})", R"([{"op":"remove","path":"/a"},{"op":"replace","path":"/a","value":1}])",
            "1: /a names nothing"},
           {R"({"a":1})", R"([{"op":"remove","path":"/b~1c"}])", "0: /b~1c names nothing"},
           {R"({"a":1})", R"([{"op":"remove","path":""}])",
            "0:  the whole document cannot be removed"},
           {R"({"a":1})", R"([{"op":"add","path":"/a/b","value":1}])",
            "0: /a/b names a place inside a value that is neither an object nor an array"},
           {R"({"a":1})", R"([{"op":"add","path":"/x/y","value":1}])",
            "0: /x/y names a place inside a value that is neither an object nor an array"},
           {R"([1])", R"([{"op":"add","path":"/2","value":1}])",
            "0: /2 names no place in the array"},
           {R"([1])", R"([{"op":"add","path":"/01","value":1}])",
            "0: /01 names no place in the array"},
           {R"([1])", R"([{"op":"remove","path":"/-"}])", "0: /- names nothing"},
           {R"({"a":{"b":1}})", R"([{"op":"move","from":"/a","path":"/a/b"}])",
            "0: /a/b cannot be moved into itself"},
           {R"({"a":1})", R"([{"op":"move","from":"/x","path":"/a"}])", "0: /x names nothing"},
           {R"({"a":1})", R"([{"op":"copy","from":"/x","path":"/a"}])", "0: /x names nothing"},
           {R"({"a":1})", R"([{"op":"test","path":"/a","value":"1"}])",
            "0: /a is not what the patch tests for (tested)"},
           {R"({"a":1})", R"([{"op":"test","path":"/b","value":null}])",
            "0: /b names nothing (tested)"},
       })
    EXPECT_EQ(after(document, patch), want) << patch;
}

TEST(JsonPatch, SaysWhereAPatchDocumentIsNone) {
  for (const auto& [patch, want] :
       std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {R"({"op":"remove"})", "malformed at : must be an array of operations, not an object"},
           {R"([{"op":"remove","path":"/a"},7])",
            "malformed at [1]: must be an object, not a number"},
           {R"([{"path":"/a"}])",
            "malformed at [0].op: must be one of add, remove, replace, move, copy, test"},
           {R"([{"op":"Add","path":"/a"}])",
            "malformed at [0].op: must be one of add, remove, replace, move, copy, test"},
           {R"([{"op":"remove"}])", "malformed at [0].path: is missing"},
           {R"([{"op":"remove","path":null}])",
            "malformed at [0].path: must be a JSON Pointer such as /name"},
           {R"([{"op":"remove","path":"a"}])",
            "malformed at [0].path: must be a JSON Pointer such as /name"},
           {R"([{"op":"copy","path":"/a"}])", "malformed at [0].from: is missing"},
           {R"([{"op":"test","path":"/a"}])", "malformed at [0].value: is missing"},
       })
    EXPECT_EQ(after("{}", patch), want) << patch;
}

TEST(JsonPatch, KeepsItsBounds) {
  const PatchBounds few{.operations_max = 2};
  constexpr std::string_view kThree =
      R"([{"op":"test","path":"","value":1},{"op":"test","path":"","value":1},{"op":"test","path":"","value":1}])";
  EXPECT_EQ(after("1", kThree, few), "malformed at : must have at most 2 operations, not 3");
  // Each copy doubles the list: ten of them make a thousand items.
  std::string doubling = "[";
  for (int i = 0; i < 12; ++i)
    doubling += std::string(i > 0 ? "," : "") + R"({"op":"copy","from":"/a","path":"/a/-"})";
  doubling += ']';
  EXPECT_EQ(after(R"({"a":[1]})", doubling, {.nodes_max = 1000, .depth_max = 100}),
            "8: /a/- would make the document too big");
  EXPECT_EQ(after(R"({"a":[1]})", doubling, {.depth_max = 5}),
            "2: /a/- would lie too deep in the document");
  constexpr std::string_view kFront =
      R"([{"op":"add","path":"/0","value":0},{"op":"remove","path":"/0"}])";
  EXPECT_EQ(after("[1,2,3]", kFront, {.shifts_max = 7}), "[1,2,3]");
  EXPECT_EQ(after("[1,2,3]", kFront, {.shifts_max = 6}),
            "1: /0 would move too many items of arrays about");
  EXPECT_EQ(after("{}", R"([{"op":"add","path":"/a","value":[[[]]]}])", {.depth_max = 3}),
            "0: /a would lie too deep in the document");
  EXPECT_EQ(
      after(R"({"a":1})", R"([{"op":"replace","path":"/a","value":[[[]]]}])", {.depth_max = 3}),
      "0: /a would lie too deep in the document");
}

TEST(JsonPatch, ComparesNumbersByWhatTheyComeTo) {
  for (const auto& [one, other] :
       std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"1", "1.0"},
           {"1", "10e-1"},
           {"100", "1E+2"},
           {"0", "-0.000e7"},
           {"0.050", "5e-2"},
           {"-12.5", "-125e-1"},
           {"1e999999999999999999999", "1e999999999999999999999"}})
    EXPECT_TRUE(same_value(tree_of(one), tree_of(other))) << one << ' ' << other;
  for (const auto& [one, other] :
       std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"1", "-1"},
           {"1", "1.0000000000000000001"},
           {"10", "1"},
           {"9007199254740993", "9007199254740992"},
           {"1", "\"1\""},
           {"0", "false"},
           {"0", "null"},
           {"1e5", "1e6"},
           {"1e999999999999999999999", "1"}})
    EXPECT_FALSE(same_value(tree_of(one), tree_of(other))) << one << ' ' << other;
}

TEST(JsonPatch, ComparesContainers) {
  EXPECT_TRUE(same_value(tree_of(R"({"a":1,"b":[{}]})"), tree_of(R"({"b":[{}],"a":1.0})")));
  for (const auto& [one, other] :
       std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"[1,2]", "[2,1]"},
           {"[1]", "[1,1]"},
           {"{}", "[]"},
           {R"({"a":1})", R"({"b":1})"},
           {R"({"a":1})", R"({"a":1,"b":1})"},
           {R"({"a":null})", "{}"}})
    EXPECT_FALSE(same_value(tree_of(one), tree_of(other))) << one << ' ' << other;
}

}  // namespace
}  // namespace patchbay::wire
