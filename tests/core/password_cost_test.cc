// When password hashes are computed: only for passwords that are then saved, and for guesses.
#include <gtest/gtest.h>

#include "core/access/password.h"
#include "core/administering.h"

namespace patchbay {
namespace {

using core::UpsertPrincipal;
using testing::World;
using Words = std::vector<std::string>;

UpsertPrincipal field_edit(std::string id, std::string name) {
  UpsertPrincipal out{.id = std::move(id)};
  if (!name.empty()) out.name = std::move(name);
  out.password = Secret("Quite a long one");
  return out;
}

// How many hashes a request costs, and its result.
struct Cost {
  std::int64_t hashes = 0;
  std::string outcome_text;
  bool was_slow = false;  // and therefore handled by the password threads
};

Cost cost_of(World& world, const char* who, const UpsertPrincipal& wanted,
             const core::CallOptions& options = {},
             const core::RequiredPrivilege& required_privilege = kAdministers) {
  (void)world.ask(who, core::WhoAmI{});  // its own password is in the cache
  core::Call call{.caller = World::caller(who),
                  .required_privilege = required_privilege,
                  .request = wanted,
                  .options = options};
  const std::int64_t before = core::hashes_computed();
  const bool was_slow = world.service().find_password_check(call).has_value();
  std::string outcome_text =
      patchbay::outcome_text(core::handle_and_wait(world.service(), std::move(call)));
  return {core::hashes_computed() - before, outcome_text.substr(0, outcome_text.find(':')),
          was_slow};
}

TEST(PasswordCost, NothingForWhatIsRefused) {
  World world;
  core::CallOptions at_nine;
  at_nine.if_version = 9;
  UpsertPrincipal no_role = field_edit("", "new");
  no_role.roles = Words{"nothing of the kind"};
  UpsertPrincipal strong = field_edit("", "new");
  strong.home = CustomerId{1};
  strong.roles = Words{"system owner"};
  UpsertPrincipal too_strong = field_edit("", "new");
  too_strong.roles = Words{"system owner"};
  UpsertPrincipal short_one = field_edit("", "new");
  short_one.password = Secret("short");
  UpsertPrincipal long_one = field_edit("", "new");
  long_one.password = Secret(std::string(1025, 'x'));
  UpsertPrincipal oneself = field_edit("reseller", "");
  oneself.locked = true;
  const struct {
    const char* who;
    UpsertPrincipal wanted;
    core::CallOptions options;
    const char* outcome_text;
  } kCases[] = {
      {"reader", field_edit("", "new"), {}, "role_denied"},
      {"reseller", field_edit("nobody", ""), {}, "unknown_thing"},
      {"reseller", field_edit("stranger", ""), {}, "unknown_thing"},
      {"admin", field_edit("reseller", ""), {}, "unknown_thing"},
      {"reseller", field_edit("", "admin"), {}, "conflict"},
      {"reseller", field_edit("", "owner"), {}, "conflict"},
      {"reseller", field_edit("", ""), {}, "invalid"},
      {"reseller", field_edit("", "system"), {}, "invalid"},
      {"reseller", no_role, {}, "invalid"},
      {"reseller", strong, {}, "role_denied"},
      {"reseller", too_strong, {}, "role_denied"},
      {"reseller", short_one, {}, "invalid"},
      {"reseller", long_one, {}, "invalid"},
      {"reseller", oneself, {}, "conflict"},
      {"reseller", field_edit("admin", ""), at_nine, "version_differs"},
  };
  for (const auto& [who, wanted, options, outcome_text] : kCases) {
    const Cost cost = cost_of(world, who, wanted, options);
    EXPECT_EQ(cost.outcome_text, outcome_text) << who << ' ' << wanted.id;
    EXPECT_EQ(cost.hashes, 0) << outcome_text;
    EXPECT_FALSE(cost.was_slow) << outcome_text;
  }
  // Refused by its route, which requires the privilege of owners.
  const Cost denied =
      cost_of(world, "reseller", field_edit("", "new"), {}, {.any_of = core::Privilege::system});
  EXPECT_EQ(denied.outcome_text, "role_denied");
  EXPECT_EQ(denied.hashes, 0);
}

TEST(PasswordCost, NothingForARehearsalOrARepeat) {
  World world;
  UpsertPrincipal wanted = field_edit("", "new");
  wanted.roles = Words{"user"};
  core::CallOptions rehearsal;
  rehearsal.rehearse = true;
  const Cost rehearsed = cost_of(world, "reseller", wanted, rehearsal);
  EXPECT_EQ(rehearsed.outcome_text, "done");
  EXPECT_EQ(rehearsed.hashes, 0);
  EXPECT_FALSE(rehearsed.was_slow);
  core::CallOptions under_key;
  under_key.idempotency_key = core::IdempotencyKey{
      .key = "k", .content = "A", .field = "Idempotency-Key", .render = [](const core::Outcome&) {
        return "made";
      }};
  const Cost first = cost_of(world, "reseller", wanted, under_key);
  EXPECT_EQ(first.outcome_text, "done");
  EXPECT_EQ(first.hashes, 1);
  EXPECT_TRUE(first.was_slow);
  const Cost again = cost_of(world, "reseller", wanted, under_key);
  EXPECT_EQ(again.outcome_text, "done");
  EXPECT_EQ(again.hashes, 0);
  under_key.idempotency_key->content = "B";
  const Cost other = cost_of(world, "reseller", wanted, under_key);
  EXPECT_EQ(other.outcome_text, "invalid");
  EXPECT_EQ(other.hashes, 0);
  EXPECT_TRUE(core::handle_and_wait(
      world.service(),
      {.caller = World::caller("new", "Quite a long one"), .request = core::WhoAmI{}}));
}

// A guess reveals no names: neither by the message nor by whether a hash was computed.
TEST(PasswordCost, AGuessTakesTheSameWhoeverItIsFor) {
  World world;
  const auto give = [&](const char* name, UpsertPrincipal wanted) {
    wanted.name = name;
    wanted.password = Secret("password!");
    if (!wanted.home) wanted.home = CustomerId{2};
    if (!wanted.roles) wanted.roles = Words{"user"};
    ASSERT_EQ(outcome_text(world.ask("owner", wanted, kAdministers)), "done") << name;
  };
  give("other-door", {.doors = Words{"native"}});
  give("elsewhere", {.sources = Words{"203.0.113.0/24"}});
  give("no-rights", {.roles = Words{}});
  give("locked", {.locked = true});
  give("gone", {});
  ASSERT_EQ(outcome_text(
                world.ask("owner", UpsertPrincipal{.id = "gone", .deleted = true}, kAdministers)),
            "done");
  for (const char* name :
       {"nobody", "reseller", "other-door", "elsewhere", "no-rights", "locked", "gone"}) {
    const auto guess = [&](const std::string& secret) {
      return core::handle_and_wait(
          world.service(), {.caller = World::caller(name, secret), .request = core::WhoAmI{}});
    };
    std::int64_t before = core::hashes_computed();
    const auto wrong = guess("wrong one");
    ASSERT_FALSE(wrong) << name;
    EXPECT_EQ(wrong.error().sentence(),
              "the name or the secret is wrong, or the name is locked for now");
    EXPECT_EQ(core::hashes_computed() - before, 1) << name;
    // No password is this long.
    before = core::hashes_computed();
    const auto long_one = guess(std::string(1025, 'x'));
    ASSERT_FALSE(long_one) << name;
    EXPECT_EQ(long_one.error().sentence(), wrong.error().sentence()) << name;
    EXPECT_EQ(core::hashes_computed() - before, 0) << name;
  }
}

}  // namespace
}  // namespace patchbay
