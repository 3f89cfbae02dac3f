// What a password's hash is computed for: only for what is then kept, and for guesses.
#include <gtest/gtest.h>

#include "core/administering.h"
#include "core/password.h"

namespace patchbay {
namespace {

using core::KeepPrincipal;
using testing::World;
using Words = std::vector<std::string>;

KeepPrincipal wish(std::string id, std::string name) {
  KeepPrincipal out{.id = std::move(id)};
  if (!name.empty()) out.name = std::move(name);
  out.password = Secret("Quite a long one");
  return out;
}

// How many hashes asking costs, and what came of it.
struct Cost {
  std::int64_t hashes = 0;
  std::string told;
  bool was_slow = false;  // and so was taken by the threads for passwords
};

Cost cost_of(World& world, const char* who, const KeepPrincipal& wanted, const core::How& how = {},
             const core::Demand& demand = kAdministers) {
  (void)world.ask(who, core::WhoAmI{});  // its own password is remembered
  core::Call call{.caller = World::caller(who), .demand = demand, .request = wanted, .how = how};
  const std::int64_t before = core::hashes_computed();
  const bool was_slow = world.service().slow(call).has_value();
  std::string told = patchbay::told(core::handle_and_wait(world.service(), std::move(call)));
  return {core::hashes_computed() - before, told.substr(0, told.find(':')), was_slow};
}

TEST(PasswordCost, NothingForWhatIsRefused) {
  World world;
  core::How at_nine;
  at_nine.if_version = 9;
  KeepPrincipal no_role = wish("", "new");
  no_role.roles = Words{"nothing of the kind"};
  KeepPrincipal strong = wish("", "new");
  strong.home = CustomerId{1};
  strong.roles = Words{"system owner"};
  KeepPrincipal too_strong = wish("", "new");
  too_strong.roles = Words{"system owner"};
  KeepPrincipal short_one = wish("", "new");
  short_one.password = Secret("short");
  KeepPrincipal long_one = wish("", "new");
  long_one.password = Secret(std::string(1025, 'x'));
  KeepPrincipal oneself = wish("reseller", "");
  oneself.locked = true;
  const struct {
    const char* who;
    KeepPrincipal wanted;
    core::How how;
    const char* told;
  } kCases[] = {
      {"reader", wish("", "new"), {}, "role_denied"},
      {"reseller", wish("nobody", ""), {}, "unknown_thing"},
      {"reseller", wish("stranger", ""), {}, "unknown_thing"},
      {"admin", wish("reseller", ""), {}, "unknown_thing"},
      {"reseller", wish("", "admin"), {}, "conflict"},
      {"reseller", wish("", "owner"), {}, "conflict"},
      {"reseller", wish("", ""), {}, "invalid"},
      {"reseller", wish("", "system"), {}, "invalid"},
      {"reseller", no_role, {}, "invalid"},
      {"reseller", strong, {}, "role_denied"},
      {"reseller", too_strong, {}, "role_denied"},
      {"reseller", short_one, {}, "invalid"},
      {"reseller", long_one, {}, "invalid"},
      {"reseller", oneself, {}, "conflict"},
      {"reseller", wish("admin", ""), at_nine, "version_differs"},
  };
  for (const auto& [who, wanted, how, told] : kCases) {
    const Cost cost = cost_of(world, who, wanted, how);
    EXPECT_EQ(cost.told, told) << who << ' ' << wanted.id;
    EXPECT_EQ(cost.hashes, 0) << told;
    EXPECT_FALSE(cost.was_slow) << told;
  }
  // Refused by its route: this takes the privilege of owners.
  const Cost denied =
      cost_of(world, "reseller", wish("", "new"), {}, {.any_of = core::Privilege::system});
  EXPECT_EQ(denied.told, "role_denied");
  EXPECT_EQ(denied.hashes, 0);
}

TEST(PasswordCost, NothingForARehearsalOrARepeat) {
  World world;
  KeepPrincipal wanted = wish("", "new");
  wanted.roles = Words{"user"};
  core::How rehearsal;
  rehearsal.rehearse = true;
  const Cost rehearsed = cost_of(world, "reseller", wanted, rehearsal);
  EXPECT_EQ(rehearsed.told, "done");
  EXPECT_EQ(rehearsed.hashes, 0);
  EXPECT_FALSE(rehearsed.was_slow);
  core::How under_key;
  under_key.once = core::IdempotencyKey{
      .key = "k", .content = "A", .field = "Idempotency-Key", .render = [](const core::Outcome&) {
        return "made";
      }};
  const Cost first = cost_of(world, "reseller", wanted, under_key);
  EXPECT_EQ(first.told, "done");
  EXPECT_EQ(first.hashes, 1);
  EXPECT_TRUE(first.was_slow);
  const Cost again = cost_of(world, "reseller", wanted, under_key);
  EXPECT_EQ(again.told, "done");
  EXPECT_EQ(again.hashes, 0);
  under_key.once->content = "B";
  const Cost other = cost_of(world, "reseller", wanted, under_key);
  EXPECT_EQ(other.told, "invalid");
  EXPECT_EQ(other.hashes, 0);
  EXPECT_TRUE(core::handle_and_wait(
      world.service(),
      {.caller = World::caller("new", "Quite a long one"), .request = core::WhoAmI{}}));
}

// Of a stranger's guess nothing tells which names there are: not the words, and not whether a hash
// was computed.
TEST(PasswordCost, AGuessTakesTheSameWhoeverItIsFor) {
  World world;
  const auto give = [&](const char* name, KeepPrincipal wanted) {
    wanted.name = name;
    wanted.password = Secret("password!");
    if (!wanted.home) wanted.home = CustomerId{2};
    if (!wanted.roles) wanted.roles = Words{"user"};
    ASSERT_EQ(told(world.ask("owner", wanted, kAdministers)), "done") << name;
  };
  give("other-door", {.doors = Words{"native"}});
  give("elsewhere", {.sources = Words{"203.0.113.0/24"}});
  give("no-rights", {.roles = Words{}});
  give("locked", {.locked = true});
  give("gone", {});
  ASSERT_EQ(told(world.ask("owner", KeepPrincipal{.id = "gone", .deleted = true}, kAdministers)),
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
    // No password is as long as this, whoever's it is.
    before = core::hashes_computed();
    const auto long_one = guess(std::string(1025, 'x'));
    ASSERT_FALSE(long_one) << name;
    EXPECT_EQ(long_one.error().sentence(), wrong.error().sentence()) << name;
    EXPECT_EQ(core::hashes_computed() - before, 0) << name;
  }
}

}  // namespace
}  // namespace patchbay
