// Saved views: each principal sees, changes and removes only its own, within limits.
#include <gtest/gtest.h>

#include "core/administering.h"

namespace patchbay {
namespace {

using core::ListViews;
using core::RemoveView;
using core::SaveView;
using testing::World;

std::string save(World& world, const char* who, const std::string& name,
                 const std::string& path = "/console/find") {
  const auto outcome = world.ask(who, SaveView{.name = name, .path = path});
  return outcome ? std::get<SavedView>(*outcome).name : outcome_text(outcome);
}

std::string views(World& world, const char* who) {
  const auto outcome = world.ask(who, ListViews{});
  if (!outcome) return outcome_text(outcome);
  std::string out;
  for (const SavedView& each : std::get<core::SavedViews>(*outcome).views)
    out += each.name + '=' + each.path + ' ';
  return out;
}

TEST(SavedViews, EachPrincipalHasItsOwn) {
  World world;
  EXPECT_EQ(save(world, "reseller", "b", "/console/find?q=b"), "b");
  EXPECT_EQ(save(world, "reseller", "a/\xc3\xa4 c", "/console/"), "a/\xc3\xa4 c");
  EXPECT_EQ(save(world, "reader", "b", "/console/health"), "b") << "also a read-only one";
  EXPECT_EQ(views(world, "reseller"), "a/\xc3\xa4 c=/console/ b=/console/find?q=b ");
  EXPECT_EQ(views(world, "reader"), "b=/console/health ");
  EXPECT_EQ(views(world, "owner"), "");
  EXPECT_EQ(save(world, "reseller", "b", "/console/people#x"), "b");
  EXPECT_EQ(views(world, "reseller"), "a/\xc3\xa4 c=/console/ b=/console/people#x ");

  EXPECT_EQ(outcome_text(world.ask("owner", RemoveView{"b"})),
            "unknown_thing: name is not the name of a view that you saved");
  EXPECT_TRUE(world.ask("reseller", RemoveView{"b"}));
  EXPECT_EQ(views(world, "reseller"), "a/\xc3\xa4 c=/console/ ");
  EXPECT_EQ(views(world, "reader"), "b=/console/health ");
}

TEST(SavedViews, NamesAndPathsHaveRules) {
  World world;
  const std::string name =
      "invalid: name must be 1 to 100 characters, none of them a control character";
  for (const std::string& wrong : {std::string(), std::string(101, 'x'), std::string("a\nb"),
                                   std::string("a\0b", 3), std::string("\xff")})
    EXPECT_EQ(save(world, "reseller", wrong), name) << wrong;
  EXPECT_EQ(save(world, "reseller", std::string(100, 'x')), std::string(100, 'x'));
  const std::string path =
      "invalid: path must be the path and query of a page below /console/, as a browser shows "
      "them, of at most 2000 bytes";
  for (const std::string& wrong :
       {std::string(), std::string("/"), std::string("/console"), std::string("console/find"),
        std::string("https://evil.example/console/"), std::string("//console/"),
        std::string("/console/a b"), std::string("/console/\xc3\xa4"), std::string("/console/<x>"),
        std::string("/console/..//evil.example"), std::string("/console/%2E%2e/x"),
        std::string("/console//evil.example"), std::string("/console/a\\b"),
        "/console/?" + std::string(1991, 'x')})
    EXPECT_EQ(save(world, "reseller", "a", wrong), path) << wrong;
  for (const std::string& right :
       {std::string("/console/?a=/..//b"), "/console/?" + std::string(1990, 'x')})
    EXPECT_EQ(save(world, "reseller", "a", right), "a") << right;
}

TEST(SavedViews, APrincipalHasAtMostAHundred) {
  World world;
  for (std::size_t i = 0; i < SavedView::kMax; ++i)
    ASSERT_EQ(save(world, "admin", std::to_string(i)), std::to_string(i));
  EXPECT_EQ(save(world, "admin", "more"),
            "conflict: name would be one more than 100 saved views: remove one first");
  EXPECT_EQ(save(world, "admin", "7"), "7") << "in place of an earlier one";
  EXPECT_EQ(save(world, "reader", "more"), "more") << "others are not affected";
  ASSERT_TRUE(world.ask("admin", RemoveView{"7"}));
  EXPECT_EQ(save(world, "admin", "more"), "more");
}

TEST(SavedViews, GoWithTheirPrincipal) {
  World world;
  ASSERT_EQ(save(world, "admin", "a"), "a");
  const std::int64_t id = world.store().read()->principal("admin")->id;
  core::UpsertPrincipal removal{.id = "admin"};
  removal.deleted = true;
  ASSERT_EQ(outcome_text(world.ask("owner", removal, kAdministers)), "done");
  EXPECT_TRUE(world.store().read()->saved_views(id).empty());
}

}  // namespace
}  // namespace patchbay
