// Third-party cases of JSON Patch and JSON Merge Patch, all that apply.
#include <algorithm>
#include <regex>

#include <gtest/gtest.h>

#include "corpus.h"
#include "describe.h"
#include "wire/json_patch.h"
#include "wire/merge_patch.h"
#include "wire/tree_compare.h"

namespace patchbay::wire {
namespace {

// The cases that their authors disabled, by their comments.
constexpr std::string_view kDisabled[] = {"Toplevel scalar values OK?", "Whole document",
                                          "duplicate ops", "A.13 Invalid JSON Patch Document"};

bool is_disabled(const Tree& one) {
  const Tree* comment = one.find("comment");
  return comment && std::ranges::count(kDisabled, *comment->text()) != 0;
}

void play(const Tree& one, const std::string& name) {
  const auto patch = read_json_patch(*one.find("patch"));
  const auto after =
      patch ? apply_json_patch(*one.find("doc"), *patch) : std::unexpected(PatchError{});
  const Tree* expected = one.find("expected");
  EXPECT_EQ(after.has_value(), expected != nullptr) << name;
  if (!after || !expected) return;
  EXPECT_TRUE(same_value(*after, *expected)) << name << describe(*after);
}

TEST(JsonPatchTests, AgreesWithEveryCase) {
  const auto folder = corpus("json-patch-tests");
  if (!folder) GTEST_SKIP() << "the corpus json-patch-tests is not here";
  std::size_t disabled = 0;
  std::size_t played = 0;
  for (const char* file : {"tests.json", "spec_tests.json"}) {
    // The disabled case with a duplicate member hides the others from a reader that refuses
    // duplicate keys.
    const std::regex twice(R"re("qux",(\s*)"op")re");
    const std::string text = contents(*folder / file);
    const auto cases = json::parse(std::regex_replace(text, twice, R"("qux",$1"op again")"));
    EXPECT_FALSE(json::parse(text)) << file;
    ASSERT_TRUE(cases) << file << describe(cases);
    for (const Tree& one : *cases->array()) {
      EXPECT_EQ(is_disabled(one), one.find("disabled") != nullptr) << describe(one);
      if (is_disabled(one)) {
        ++disabled;
        continue;
      }
      play(one, std::string(file) + ' ' + describe(one));
      ++played;
    }
  }
  EXPECT_EQ(disabled, std::size(kDisabled));
  EXPECT_EQ(played + disabled, 112u);
}

TEST(JsonMergePatch, AgreesWithEveryCase) {
  const auto folder = corpus("json-merge-patch");
  if (!folder) GTEST_SKIP() << "the corpus json-merge-patch is not here";
  const auto cases = json::parse(contents(*folder / "rfc7396-appendix-a.json"));
  ASSERT_TRUE(cases) << describe(cases);
  EXPECT_EQ(cases->array()->size(), 15u);
  for (const Tree& one : *cases->array()) {
    const Tree after = apply_merge_patch(*one.find("doc"), *one.find("patch"));
    EXPECT_TRUE(same_value(after, *one.find("expected"))) << describe(one) << describe(after);
  }
}

}  // namespace
}  // namespace patchbay::wire
