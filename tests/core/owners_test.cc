// At least one principal who can administer the system always remains, and a principal below cannot
// extend the rights of a stronger one.
#include "core/access/owners.h"

#include <gtest/gtest.h>

#include "core/administering.h"

namespace patchbay {
namespace {

using core::UpsertPrincipal;
using core::UpsertReference;
using testing::World;
using Words = std::vector<std::string>;

std::string upsert(World& world, const char* who, const UpsertPrincipal& wanted) {
  return outcome_text(world.ask(who, wanted, kAdministers));
}

UpsertPrincipal second_owner(Words roles = {"system owner"}) {
  UpsertPrincipal out{.name = "second", .home = kRoot, .roles = std::move(roles)};
  out.password = Secret("password!");
  return out;
}

// A change that would leave nobody, and the member that the error names.
struct Loss {
  const char* field;
  UpsertPrincipal wanted;
};

std::vector<Loss> losses() {
  return {{"roles", {.id = "owner", .roles = Words{"reseller"}}},
          {"roles", {.id = "owner", .roles = Words{}}},
          {"roles", {.id = "owner", .roles = Words{"system owner", "read-only"}}},
          {"home", {.id = "owner", .home = CustomerId{2}}},
          {"doors", {.id = "owner", .doors = Words{"everlytic"}}}};
}

TEST(Owners, TheLastOneStays) {
  World world;
  for (const auto& [field, wanted] : losses())
    EXPECT_EQ(upsert(world, "owner", wanted),
              "conflict: " + std::string(field) + ' ' + core::kLastOwner);
  // Refused in a rehearsal too.
  core::CallOptions options;
  options.rehearse = true;
  EXPECT_FALSE(world.ask("owner", losses().front().wanted, kAdministers, options));
  // A change that leaves an owner is made.
  EXPECT_EQ(upsert(world, "owner", {.id = "owner", .doors = Words{"native", "test"}}), "done");
  EXPECT_EQ(upsert(world, "owner", {.id = "owner", .roles = Words{"system owner", "user"}}),
            "done");
}

TEST(Owners, OneOfTwoMayGo) {
  for (const auto& [field, wanted] : losses()) {
    World world;
    ASSERT_EQ(upsert(world, "owner", second_owner()), "done");
    EXPECT_EQ(upsert(world, "owner", wanted), "done") << field;
  }
}

TEST(Owners, WhoCannotActDoesNotCount) {
  struct Case {
    const char* why;
    UpsertPrincipal second;
    UpsertPrincipal then{};
  };
  UpsertPrincipal no_secret = second_owner();
  no_secret.password.reset();
  UpsertPrincipal elsewhere = second_owner();
  elsewhere.doors = Words{"flolive"};
  for (const auto& [why, second, then] :
       std::initializer_list<Case>{{"locked", second_owner(), {.id = "second", .locked = true}},
                                   {"removed", second_owner(), {.id = "second", .deleted = true}},
                                   {"without a secret", no_secret},
                                   {"weaker", second_owner({"reseller"})},
                                   {"reads only", second_owner({"system owner", "read-only"})},
                                   {"other doors", elsewhere}}) {
    World world;
    ASSERT_EQ(upsert(world, "owner", second), "done") << why;
    if (!then.id.empty()) {
      ASSERT_EQ(upsert(world, "owner", then), "done") << why;
    }
    EXPECT_EQ(upsert(world, "owner", {.id = "owner", .roles = Words{"user"}}),
              std::string("conflict: roles ") + core::kLastOwner)
        << why;
  }
}

// A principal whose only secret is an API key cannot lose it.
TEST(Owners, TheLastKeyStays) {
  World world;
  UpsertPrincipal keyed = second_owner();
  keyed.password.reset();
  keyed.new_key = "script";
  ASSERT_EQ(upsert(world, "owner", keyed), "done");
  ASSERT_EQ(upsert(world, "owner", {.id = "owner", .roles = Words{"system owner"}}), "done");
  UpsertPrincipal weaker{.id = "owner", .roles = Words{"user"}};
  ASSERT_EQ(upsert(world, "owner", weaker), "done");
  const auto second = world.store().read()->principal("second");
  ASSERT_TRUE(second);
  EXPECT_TRUE(core::is_owner(*world.store().read(), *second));
  Principal bare = *second;
  bare.keys.clear();
  EXPECT_FALSE(core::is_owner(*world.store().read(), bare));
}

// An owner through a custom role with the same privileges.
TEST(Owners, ARoleIsNotTakenFromTheLast) {
  World world;
  const auto role =
      world.ask("owner",
                UpsertReference{.kind = ReferenceKind::role,
                                .name = "everything",
                                .words = Words{"administrator", "commerce", "wholesale", "system"}},
                kAdministers);
  ASSERT_TRUE(role) << outcome_text(role);
  const std::int64_t id = std::get<core::AdminObjects>(*role).references.front().id;
  ASSERT_EQ(upsert(world, "owner", second_owner({"everything"})), "done");
  const UpsertReference less{
      .kind = ReferenceKind::role, .id = id, .words = Words{"administrator"}};
  core::CallOptions rehearsal;
  rehearsal.rehearse = true;
  EXPECT_EQ(outcome_text(world.ask("owner", less, kAdministers, rehearsal)), "done")
      << "another owner is there";
  ASSERT_EQ(upsert(world, "owner", {.id = "owner", .roles = Words{"everything"}}), "done");
  ASSERT_EQ(upsert(world, "owner", {.id = "second", .locked = true}), "done");
  EXPECT_EQ(outcome_text(world.ask("owner", less, kAdministers)),
            std::string("conflict: privileges ") + core::kLastOwner);
  EXPECT_EQ(
      outcome_text(world.ask(
          "owner", UpsertReference{.kind = ReferenceKind::role, .id = id, .description = "all"},
          kAdministers)),
      "done");
}

// What the command `user` stands on.
TEST(Owners, TheirToolsNeedNoCredentials) {
  World world;
  const auto ask = [&](core::Request request, bool may_leave_no_owner = false) {
    return core::handle_as_owner_and_wait(
        world.service(),
        {.caller = {.credentials = {}, .door = "cli", .source = {}},
         .required_privilege = kAdministers,
         .request = std::move(request)},
        {.author = "a tool", .may_leave_no_owner = may_leave_no_owner});
  };
  ASSERT_EQ(outcome_text(ask(second_owner({"reseller"}))), "done");
  const auto history = ask(core::ListAdminHistory{.kind = {}, .id = "second"});
  ASSERT_TRUE(history) << history.error().sentence();
  const auto& made = std::get<core::AdminHistoryPage>(*history).entries.front();
  EXPECT_EQ(made.by.principal, "a tool");
  EXPECT_EQ(made.by.principal_id, 0);
  EXPECT_EQ(made.by.door, "cli");
  EXPECT_EQ(made.by.time, world.clock.now());
  const UpsertPrincipal last{.id = "owner", .deleted = true};
  EXPECT_EQ(outcome_text(ask(last)), std::string("conflict: deleted ") + core::kLastOwner);
  EXPECT_EQ(outcome_text(ask(last, /*may_leave_no_owner=*/true)), "done");
  for (const core::Request& request :
       {core::Request(core::SignIn{}), core::Request(core::SignOut{}),
        core::Request(core::Refresh{})}) {
    const auto refused = ask(request);
    ASSERT_FALSE(refused) << "tokens are for principals";
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  }
}

// Locking, unlocking, setting a password and removing are always possible for a principal above.
TEST(Above, DoesNotHaveAStrongerOneReachFurther) {
  World world;
  UpsertPrincipal weak{.name = "weak", .home = CustomerId{2}, .roles = Words{"administrator"}};
  weak.password = Secret("password!");
  UpsertPrincipal strong{.name = "strong",
                         .home = CustomerId{10},
                         .roles = Words{"reseller"},
                         .doors = Words{"test", "native"},
                         .sources = Words{"192.0.2.0/24", "198.51.100.0/24"}};
  strong.password = Secret("password!");
  ASSERT_EQ(upsert(world, "reseller", weak), "done");
  ASSERT_EQ(upsert(world, "reseller", strong), "done");
  const std::string why =
      ", because it holds privileges that you lack: commerce, wholesale; you can lock, unlock and "
      "remove it, and set its password";
  struct Case {
    const char* field;
    const char* what;
    UpsertPrincipal wanted;
  };
  for (const auto& [field, what, wanted] : std::initializer_list<Case>{
           {"name", "cannot be changed", {.id = "strong", .name = "other"}},
           {"doors", "cannot be widened", {.id = "strong", .doors = Words{}}},
           {"doors", "cannot be widened", {.id = "strong", .doors = Words{"test", "flolive"}}},
           {"sources", "cannot be widened", {.id = "strong", .sources = Words{}}},
           {"sources", "cannot be widened", {.id = "strong", .sources = Words{"192.0.0.0/16"}}},
           {"new_key", "cannot be made", {.id = "strong", .new_key = "mine"}},
       })
    EXPECT_EQ(upsert(world, "weak", wanted),
              "role_denied: " + std::string(field) + ' ' + what + why)
        << field;
  // Removing rights, and changing nothing, are allowed.
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .name = "strong"}), "done");
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .doors = Words{"test"}}), "done");
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .sources = Words{"192.0.2.0/25"}}), "done");
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .locked = true}), "done");
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .locked = false}), "done");
  UpsertPrincipal password{.id = "strong"};
  password.password = Secret("another one");
  EXPECT_EQ(upsert(world, "weak", password), "done");
  // A principal with the same rights may; so may the weaker one once the other is no stronger.
  EXPECT_EQ(upsert(world, "reseller", {.id = "strong", .new_key = "first"}), "done");
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .roles = Words{"read-only"}}), "done");
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .name = "other"}), "done");
  EXPECT_EQ(upsert(world, "weak", {.id = "other", .deleted = true}), "done");
}

}  // namespace
}  // namespace patchbay
