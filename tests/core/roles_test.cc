// Roles are identified by number and owner, and visible from their owner downwards.
#include <gtest/gtest.h>

#include "core/admin/upsert.h"
#include "core/administering.h"

namespace patchbay {
namespace {

using core::AdminObjects;
using core::Outcome;
using core::Privilege;
using core::UpsertPrincipal;
using core::UpsertReference;
using testing::World;
using Words = std::vector<std::string>;

std::int64_t id_of(const Result<Outcome>& outcome) {
  if (!outcome) ADD_FAILURE() << outcome_text(outcome);
  const auto& admin_objects = std::get<AdminObjects>(outcome.value());
  return admin_objects.references.empty() ? admin_objects.principals.front().id
                                          : admin_objects.references.front().id;
}

std::int64_t make_role(World& world, const char* who, const char* name, Words privileges) {
  return id_of(world.ask(
      who,
      UpsertReference{.kind = ReferenceKind::role, .name = name, .words = std::move(privileges)},
      kAdministers));
}

std::string give(World& world, const char* who, const char* whom, Words roles) {
  return outcome_text(
      world.ask(who, UpsertPrincipal{.id = whom, .roles = std::move(roles)}, kAdministers));
}

void make(World& world, const char* who, const char* name, std::int64_t home, Words roles) {
  UpsertPrincipal person{.name = name, .home = CustomerId{home}, .roles = std::move(roles)};
  person.password = Secret("password!");
  ASSERT_EQ(outcome_text(world.ask(who, person, kAdministers)), "done");
}

Words privileges(World& world, const char* who) {
  const auto outcome =
      world.ask(who, core::WhoAmI{}, {.any_of = core::Privileges(Privilege::user)});
  return outcome ? std::get<core::Identity>(*outcome).privileges : Words{outcome_text(outcome)};
}

Words roles(World& world, const char* who, const char* whom) {
  const auto outcome = world.ask(who, core::GetAdminObject{{}, whom}, kAdministers);
  return outcome ? std::get<AdminObjects>(*outcome).principals.front().role_names
                 : Words{outcome_text(outcome)};
}

TEST(Roles, TwoTenantsMayCallTheirsAlike) {
  World world;
  const auto ours = make_role(world, "reseller", "desk", {"commerce"});
  const auto theirs = make_role(world, "stranger", "desk", {"administrator", "wholesale"});
  EXPECT_NE(ours, theirs);
  EXPECT_EQ(
      outcome_text(world.ask(
          "reseller", UpsertReference{.kind = ReferenceKind::role, .name = "desk"}, kAdministers)),
      "conflict: name is the name of a role that exists already");
  make(world, "reseller", "clerk", 2, {"desk"});
  EXPECT_EQ(privileges(world, "clerk"), (Words{"user", "commerce"}));
  // The other tenant's changes have no effect here.
  UpsertReference change{
      .kind = ReferenceKind::role, .id = theirs, .words = Words{"administrator"}};
  ASSERT_EQ(outcome_text(world.ask("stranger", change, kAdministers)), "done");
  change.words.reset();
  change.deleted = true;
  ASSERT_EQ(outcome_text(world.ask("stranger", change, kAdministers)), "done");
  EXPECT_EQ(privileges(world, "clerk"), (Words{"user", "commerce"}));
}

TEST(Roles, AnothersRoleCannotBeHadByAnyName) {
  World world;
  const auto theirs = make_role(world, "stranger", "desk", {"commerce"});
  const std::string number = std::to_string(theirs);
  const std::string none =
      "invalid: roles must be names or ids of roles that its home sees; there is none called ";
  EXPECT_EQ(give(world, "reseller", "admin", {"desk"}), none + "\"desk\"");
  EXPECT_EQ(give(world, "reseller", "admin", {number}), none + '"' + number + '"');
  EXPECT_EQ(give(world, "reseller", "admin", {"9999"}), none + "\"9999\"");
  // A role of a customer below is not valid for a principal above or beside it.
  make(world, "reseller", "chief", 10, {"reseller"});
  const auto below = make_role(world, "chief", "floor", {"administrator"});
  EXPECT_EQ(give(world, "owner", "reader", {"floor"}), none + "\"floor\"");
  EXPECT_EQ(give(world, "owner", "reader", {std::to_string(below)}),
            none + '"' + std::to_string(below) + '"');
  for (const char* who : {"owner", "reseller", "stranger"})
    EXPECT_EQ(
        outcome_text(world.ask(
            who, core::GetAdminObject{ReferenceKind::role, std::to_string(below)}, kAdministers)),
        "unknown_thing:  there is no role \"" + std::to_string(below) + "\" that you can see")
        << who;
}

// A deleted role grants nothing, even if another one is created under its name.
TEST(Roles, AGoneRoleGivesNothing) {
  World world;
  const auto role = make_role(world, "reseller", "desk", {"commerce", "administrator"});
  make(world, "reseller", "clerk", 2, {"desk"});
  EXPECT_EQ(privileges(world, "clerk"), (Words{"user", "administrator", "commerce"}));
  ASSERT_EQ(store::write_and_wait(world.store(),
                                  [&](store::Transaction& transaction) {
                                    auto gone = *transaction.reference(ReferenceKind::role, role);
                                    gone.deleted = true;
                                    transaction.save(gone);
                                    return true;
                                  }),
            store::Committed::yes);
  make_role(world, "reseller", "desk", {"wholesale"});
  EXPECT_EQ(privileges(world, "clerk"), Words{"role_denied:  your role does not allow this"});
  EXPECT_EQ(roles(world, "reseller", "clerk"), Words{std::to_string(role)});
  // Sent back as shown it is no change, and it can be removed.
  EXPECT_EQ(give(world, "reseller", "clerk", {std::to_string(role), "user"}), "done");
  EXPECT_EQ(give(world, "reseller", "clerk", {"user"}), "done");
  EXPECT_EQ(roles(world, "reseller", "clerk"), Words{"user"});
}

TEST(Roles, OneInUseCannotBeDeleted) {
  World world;
  const auto role = make_role(world, "reseller", "desk", {"commerce"});
  make(world, "reseller", "clerk", 2, {"desk"});
  make(world, "reseller", "far clerk", 12, {"desk", "user"});
  const UpsertReference removal{.kind = ReferenceKind::role, .id = role, .deleted = true};
  EXPECT_EQ(outcome_text(world.ask("reseller", removal, kAdministers)),
            "conflict:  the role is held by clerk, far clerk: take it from them first");
  ASSERT_EQ(give(world, "reseller", "clerk", {"user"}), "done");
  ASSERT_EQ(outcome_text(world.ask("reseller", UpsertPrincipal{.id = "far clerk", .deleted = true},
                                   kAdministers)),
            "done");
  EXPECT_EQ(outcome_text(world.ask("reseller", removal, kAdministers)), "done");
}

TEST(Roles, AChangeGoesAsFarAsTheChangerAndHoldsBelow) {
  World world;
  const auto role = make_role(world, "reseller", "desk", {"administrator"});
  make(world, "reseller", "clerk", 12, {"desk"});
  make(world, "reseller", "second", 2, {"administrator"});
  UpsertReference change{.kind = ReferenceKind::role, .id = role, .words = Words{"commerce"}};
  EXPECT_EQ(outcome_text(world.ask("second", change, kAdministers)),
            "role_denied: privileges cannot hold what you do not hold yourself: commerce");
  EXPECT_EQ(outcome_text(world.ask("reseller", change, kAdministers)), "done");
  EXPECT_EQ(privileges(world, "clerk"), (Words{"user", "commerce"}));
  change.words = Words{"user"};
  EXPECT_EQ(outcome_text(world.ask("second", change, kAdministers)),
            "role_denied:  it holds privileges that you do not hold yourself")
      << "nor is it theirs to take away";
  change.words = Words{"system"};
  EXPECT_EQ(outcome_text(world.ask("reseller", change, kAdministers)),
            "role_denied: privileges cannot hold what you do not hold yourself: system");
}

TEST(Roles, ANameThatIsNotOneRolesOnlyIsAskedForById) {
  World world;
  const auto above = make_role(world, "reseller", "desk", {"commerce"});
  make(world, "reseller", "chief", 10, {"reseller"});
  const auto own = make_role(world, "chief", "desk", {"administrator"});
  const std::string ids = std::to_string(own) + ", " + std::to_string(above);
  EXPECT_EQ(
      give(world, "chief", "admin", {"desk"}),
      "conflict: roles must give the id of a role, because several are called \"desk\": " + ids);
  EXPECT_EQ(outcome_text(world.ask("chief", core::GetAdminObject{ReferenceKind::role, "desk"},
                                   kAdministers)),
            "conflict:  several are called \"desk\"; give the id of one: " + ids);
  EXPECT_EQ(give(world, "chief", "admin", {std::to_string(own), "administrator"}), "done");
  EXPECT_EQ(roles(world, "chief", "admin"), (Words{std::to_string(own), "administrator"}));
  EXPECT_EQ(roles(world, "reseller", "admin"), (Words{std::to_string(own), "administrator"}));
}

// Only within the same tree: a principal that moves out of it loses its roles.
TEST(Roles, DoNotHoldOutsideOfTheirTree) {
  World world;
  make_role(world, "reseller", "desk", {"commerce"});
  make(world, "reseller", "clerk", 11, {"desk", "user"});
  core::UpdateCustomer move{.subject = CustomerId{11}};
  move.move_to = CustomerId{3};
  ASSERT_EQ(outcome_text(world.ask("owner", move, {.any_of = Privilege::administrator})), "done");
  EXPECT_EQ(privileges(world, "clerk"), Words{"user"});
  make(world, "reseller", "other", 10, {"desk"});
  UpsertPrincipal home{.id = "other", .home = CustomerId{3}};
  EXPECT_EQ(outcome_text(world.ask("owner", home, kAdministers)).substr(0, 24),
            "invalid: roles must not ");
}

TEST(Roles, AreListedFromTheirOwnerDownwards) {
  World world;
  make_role(world, "owner", "everywhere", {"user"});
  make_role(world, "reseller", "desk", {"user"});
  make_role(world, "stranger", "hidden", {"user"});
  make(world, "reseller", "chief", 10, {"reseller"});
  make_role(world, "chief", "floor", {"user"});
  const auto seen = [&](const char* who) {
    std::string out;
    const auto page =
        world.ask(who, core::ListAdminObjects{ReferenceKind::role, 0, 100}, kAdministers);
    for (const Reference& each : std::get<AdminObjects>(*page).references)
      if (each.id > 0) out += each.name + ' ';
    return out;
  };
  EXPECT_EQ(seen("owner"), "everywhere ");
  EXPECT_EQ(seen("reseller"), "everywhere desk ");
  EXPECT_EQ(seen("stranger"), "everywhere hidden ");
  EXPECT_EQ(seen("chief"), "everywhere desk floor ");
  EXPECT_EQ(outcome_text(world.ask(
                "reseller",
                UpsertReference{.kind = ReferenceKind::role, .owner = CustomerId{10}, .name = "x"},
                kAdministers)),
            "invalid: owner must be your own customer: roles are seen from there downwards");
}

TEST(Roles, LookLikeNoPredefinedOne) {
  World world;
  for (const char* name :
       {"administrator", "Administrator", "\u0430dministrator", "system-owner", "READ ONLY"})
    EXPECT_EQ(
        outcome_text(world.ask(
            "reseller", UpsertReference{.kind = ReferenceKind::role, .name = name}, kAdministers)),
        "conflict: name is the name of a role that exists already")
        << name;
  for (const char* name : {"12", "-3"})
    EXPECT_EQ(
        outcome_text(world.ask(
            "reseller", UpsertReference{.kind = ReferenceKind::role, .name = name}, kAdministers)),
        "invalid: name must not be a number");
}

// Every kind: references that set prices or grant rights are not for administrators without
// commerce.
TEST(References, EachKindTakesItsPrivilege) {
  World world;
  make(world, "reseller", "clerk", 2, {"administrator"});
  make_role(world, "reseller", "trade", {"commerce"});
  make(world, "reseller", "trader", 2, {"trade"});
  const core::RequiredPrivilege either{.any_of = Privilege::administrator | Privilege::commerce};
  for (int i = 0; i < kKinds; ++i) {
    const ReferenceKind kind = static_cast<ReferenceKind>(i);
    if (has_own_calls(kind)) continue;
    const UpsertReference one{.kind = kind, .name = "new"};
    const bool plain = kind == ReferenceKind::person || kind == ReferenceKind::music ||
                       kind == ReferenceKind::region;
    const bool clerk = plain || kind == ReferenceKind::role;
    EXPECT_EQ(outcome_text(world.ask("clerk", one, either)),
              clerk ? "done" : "role_denied:  your role does not allow this")
        << word(kind);
    const UpsertReference two{.kind = kind, .name = "newer"};
    EXPECT_EQ(outcome_text(world.ask("trader", two, either)),
              kind != ReferenceKind::role ? "done" : "role_denied:  your role does not allow this")
        << word(kind);
    EXPECT_EQ(outcome_text(world.ask("reader", one, either)),
              "role_denied:  your role may only read");
  }
  // A commercial field never refers to a kind that others may create.
  for (const FieldRow& field : field_rows()) {
    if (!field.commercial() || field.rule.form != ValueRule::Form::reference) continue;
    EXPECT_FALSE(core::privilege_to_upsert(field.rule.kind).any_of.has(Privilege::administrator))
        << field.key;
  }
}

}  // namespace
}  // namespace patchbay
