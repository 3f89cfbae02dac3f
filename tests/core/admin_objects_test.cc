// Changes of principals and references have the same guarantees as those of customers.
#include <gtest/gtest.h>

#include "core/call/privilege.h"
#include "support/world.h"

namespace patchbay {
namespace {

using core::AdminObjects;
using core::Outcome;
using core::Privilege;
using testing::World;

const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce};

core::UpsertReference plan(std::optional<std::string> name,
                           std::optional<std::string> description) {
  return {.kind = ReferenceKind::plan,
          .id = 2,
          .name = std::move(name),
          .description = std::move(description)};
}

std::string outcome_text(const Result<Outcome>& outcome) {
  if (!outcome) return std::string(word(outcome.error().kind)) + ": " + outcome.error().sentence();
  const auto& admin_objects = std::get<AdminObjects>(*outcome);
  return "version " + std::to_string(admin_objects.references.empty()
                                         ? admin_objects.principals.front().version
                                         : admin_objects.references.front().version);
}

std::string history(World& world, const core::ListAdminHistory& asked, const char* who = "owner") {
  const auto outcome = world.ask(who, asked, kWrite);
  if (!outcome) return std::string(word(outcome.error().kind));
  std::string out;
  for (const AdminEntry& entry : std::get<core::AdminHistoryPage>(*outcome).entries) {
    out += std::to_string(entry.version) + ' ' + entry.action + " by " + entry.by.principal;
    for (const AdminDifference& each : entry.differences)
      if (entry.version > 1) out += ' ' + each.member + ' ' + each.before + "->" + each.after;
    out += "; ";
  }
  return out;
}

TEST(ThingCare, ChangesAreConditional) {
  World world;
  EXPECT_EQ(outcome_text(world.ask("owner", plan("Locked", "a"), kWrite)), "version 2");
  EXPECT_EQ(outcome_text(world.ask("owner", plan({}, "a"), kWrite)), "version 2")
      << "no change is none";
  core::CallOptions stale;
  stale.if_version = 1;
  EXPECT_EQ(outcome_text(world.ask("owner", plan("Renamed", {}), kWrite, stale)),
            "version_differs: description was changed by owner (version 2)");
  stale.rebase = true;
  EXPECT_EQ(outcome_text(world.ask("owner", plan("Renamed", {}), kWrite, stale)), "version 3");
  EXPECT_EQ(outcome_text(world.ask("owner", plan({}, "b"), kWrite, stale)),
            "version_differs: description was changed by owner (version 2)");
  core::CallOptions beyond;
  beyond.if_version = 9;
  EXPECT_EQ(outcome_text(world.ask("owner", plan({}, "b"), kWrite, beyond)),
            "version_differs: the record is at version 3, not 9");
  core::CallOptions needed;
  needed.version_needed = true;
  EXPECT_EQ(outcome_text(world.ask("owner", plan({}, "b"), kWrite, needed)),
            "version_required: a change must name the version it was made for");
}

// Roles that reads show under a negative number can be read. The refusal of a change says why.
TEST(ThingCare, RolesThatAreBuiltInStay) {
  World world;
  const core::Role& role = core::predefined_roles().front();
  for (const bool deleted : {false, true}) {
    core::UpsertReference upsert{.kind = ReferenceKind::role, .id = role.id, .description = "x"};
    if (deleted) upsert.deleted = true;
    EXPECT_EQ(outcome_text(world.ask("owner", upsert, kWrite)),
              "unknown_thing: id is of a role that is built in, which can be neither changed nor "
              "deleted: make a role of your own");
  }
  for (const std::int64_t id : {std::int64_t{-99}, std::int64_t{4711}})
    EXPECT_EQ(outcome_text(world.ask(
                  "owner", core::UpsertReference{.kind = ReferenceKind::role, .id = id}, kWrite)),
              "unknown_thing: there is no role \"" + std::to_string(id) + "\" that you can see");
  EXPECT_EQ(outcome_text(world.ask("owner",
                                   core::UpsertReference{.kind = ReferenceKind::class_of_service,
                                                         .id = core::UpsertReference::kNotANumber},
                                   kWrite)),
            "unknown_thing: id must be the number that reads show; a change does not accept a "
            "name");
  EXPECT_EQ(outcome_text(world.ask(
                "owner", core::GetAdminObject{ReferenceKind::class_of_service, "none"}, kWrite)),
            "unknown_thing: there is no class of service \"none\" that you can see");
}

TEST(ThingCare, ChangesAreRehearsed) {
  World world;
  core::CallOptions options;
  options.rehearse = true;
  const core::UpsertPrincipal person{.name = "bob", .new_key = "laptop"};
  const auto outcome = world.ask("owner", person, {.any_of = Privilege::administrator}, options);
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(std::get<AdminObjects>(*outcome).rehearsed);
  EXPECT_TRUE(std::get<AdminObjects>(*outcome).new_key.empty()) << "a key that is not kept is none";
  EXPECT_FALSE(world.store().read()->principal("bob"));
  EXPECT_EQ(outcome_text(world.ask("owner", plan("x", {}), kWrite, options)), "version 2");
  EXPECT_EQ(world.store().read()->reference(ReferenceKind::plan, std::int64_t{2})->name, "Locked");
}

TEST(ThingCare, RolesAreListedPageByPage) {
  World world;
  ASSERT_TRUE(world.ask("owner",
                        core::UpsertReference{.kind = ReferenceKind::role, .name = "helpdesk"},
                        {.any_of = Privilege::administrator}));
  std::vector<std::string> all;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    const auto page = world.ask("owner", core::ListAdminObjects{ReferenceKind::role, after, 2},
                                {.any_of = Privilege::administrator});
    ASSERT_TRUE(page);
    const auto& admin_objects = std::get<AdminObjects>(*page);
    more = admin_objects.more;
    ASSERT_LE(admin_objects.references.size(), 2U);
    for (const Reference& each : admin_objects.references) {
      all.push_back(each.name);
      after = each.id;
    }
  }
  EXPECT_EQ(all, (std::vector<std::string>{"system owner", "reseller", "administrator", "user",
                                           "read-only", "assistant writer", "helpdesk"}));
}

TEST(ThingCare, HistoryTellsWhoDidWhat) {
  World world;
  core::CallOptions why;
  why.reason = "because";
  ASSERT_TRUE(world.ask("owner", plan({}, "a"), kWrite, why));
  core::UpsertReference removal{.kind = ReferenceKind::plan, .id = 2, .deleted = true};
  ASSERT_TRUE(world.ask("owner", removal, kWrite));
  EXPECT_EQ(history(world, {.kind = ReferenceKind::plan, .id = "2"}),
            "3 delete by owner deleted ->true; 2 amend by owner description ->\"a\"; "
            "1 create by ; ");
  EXPECT_EQ(history(world, {.kind = ReferenceKind::plan, .id = "2", .limit = 1}),
            "3 delete by owner deleted ->true; ");
  EXPECT_EQ(history(world, {.kind = ReferenceKind::plan, .id = "2", .before = 2}),
            "1 create by ; ");
  EXPECT_EQ(history(world, {.kind = {}, .id = "reseller"}), "1 create by ; ");
  EXPECT_EQ(history(world, {.kind = {}, .id = "stranger"}, "reseller"), "unknown_thing");
  EXPECT_EQ(history(world, {.kind = ReferenceKind::plan, .id = "77"}), "unknown_thing");
}

}  // namespace
}  // namespace patchbay
