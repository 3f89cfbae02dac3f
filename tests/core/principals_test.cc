// Who may do what to whom: principals above can always lock, unlock, set passwords and remove;
// nobody gives rights that they do not have; and no restriction can be removed from inside.
#include <gtest/gtest.h>

#include "base/cidr.h"
#include "core/access/access_grant.h"
#include "core/access/principal_names.h"
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

std::string upsert(World& world, const char* who, const UpsertPrincipal& wanted) {
  return outcome_text(world.ask(who, wanted, kAdministers));
}

struct Person {
  const char* name;
  std::int64_t home;
  Words roles;
  Words doors{};
  Words sources{};
};

UpsertPrincipal made(const Person& person) {
  UpsertPrincipal out{.name = person.name,
                      .home = CustomerId{person.home},
                      .roles = person.roles,
                      .doors = person.doors,
                      .sources = person.sources};
  out.password = Secret("password!");
  return out;
}

void make(World& world, const char* who, const Person& person) {
  ASSERT_EQ(upsert(world, who, made(person)), "done") << person.name;
}

bool signs_in(World& world, const char* name, const char* password = "password!") {
  return core::handle_and_wait(world.service(),
                               {.caller = World::caller(name, password), .request = core::WhoAmI{}})
      .has_value();
}

// What is possible for every principal below, whatever its rights.
void check_always(World& world, const char* who, const char* whom) {
  EXPECT_EQ(upsert(world, who, {.id = whom, .locked = true}), "done") << whom;
  EXPECT_FALSE(signs_in(world, whom));
  UpsertPrincipal password{.id = whom, .password = Secret("another one"), .locked = false};
  EXPECT_EQ(upsert(world, who, password), "done") << whom;
  EXPECT_EQ(upsert(world, who, {.id = whom, .deleted = true}), "done") << whom;
  EXPECT_FALSE(signs_in(world, whom, "another one"));
}

TEST(Above, CanAlwaysTakeAway) {
  World world;
  make(world, "reseller", {"weak", 2, {"administrator"}});
  make(world, "reseller", {"strong", 10, {"reseller"}});
  check_always(world, "weak", "strong");
  // Also if the role is deleted, changed, or renamed by now: the current role does not matter.
  const auto role = world.ask(
      "reseller",
      UpsertReference{.kind = ReferenceKind::role, .name = "desk", .words = Words{"commerce"}},
      kAdministers);
  ASSERT_TRUE(role);
  make(world, "reseller", {"clerk", 10, {"desk"}});
  ASSERT_EQ(store::write_and_wait(world.store(),
                                  [&](store::Transaction& transaction) {
                                    auto gone = std::get<AdminObjects>(*role).references.front();
                                    gone.deleted = true;
                                    transaction.save(gone);
                                    return true;
                                  }),
            store::Committed::yes);
  check_always(world, "weak", "clerk");
}

TEST(Above, IsNotBeside) {
  World world;
  make(world, "reseller", {"weak", 2, {"administrator"}});
  const std::string refused =
      "role_denied:  it has privileges that you lack; only a principal above it can change it";
  EXPECT_EQ(upsert(world, "weak", {.id = "reseller", .password = Secret("password!")}), refused);
  EXPECT_EQ(upsert(world, "weak", {.id = "reseller", .new_key = "mine"}), refused);
  EXPECT_EQ(upsert(world, "weak", {.id = "reseller", .locked = true}), refused);
  EXPECT_EQ(upsert(world, "weak", {.id = "reseller", .deleted = true}), refused);
  EXPECT_EQ(upsert(world, "reseller", {.id = "weak", .locked = true}), "done");
  EXPECT_EQ(upsert(world, "reseller", {.id = "reseller", .password = Secret("my own one")}),
            "done");
  EXPECT_EQ(upsert(world, "stranger", {.id = "weak", .locked = true}),
            "unknown_thing:  there is no principal \"weak\" that you can see");
}

// A principal that is stronger than the caller below which it was created can be weakened but not
// strengthened.
TEST(Above, DoesNotGiveWhatItLacks) {
  World world;
  make(world, "reseller", {"weak", 2, {"administrator"}});
  make(world, "reseller", {"strong", 10, {"reseller", "read-only"}});
  const std::string lacking =
      "cannot give a privilege that you do not hold yourself: commerce, wholesale";
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .home = CustomerId{2}}),
            "role_denied: home " + lacking);
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .roles = Words{"reseller"}}),
            "role_denied: roles " + lacking)
      << "taking read-only away lets it write";
  EXPECT_EQ(
      upsert(world, "weak", {.id = "strong", .roles = Words{"reseller", "read-only", "user"}}),
      "role_denied: roles " + lacking);
  EXPECT_EQ(upsert(world, "weak", {.id = "strong", .roles = Words{"read-only"}}), "done");
  EXPECT_EQ(upsert(world, "weak", made({"new", 10, {"reseller"}})),
            "role_denied: roles " + lacking);
  EXPECT_EQ(upsert(world, "weak", made({"new", 10, {"system owner"}})),
            "role_denied: roles " + lacking + ", system, erase");
}

TEST(Fence, IsComparedBlockByBlock) {
  struct Case {
    const char* inner;
    const char* outer;
    bool within;
  };
  for (const auto& [inner, outer, within] :
       std::initializer_list<Case>{{"10.1.0.0/16", "10.0.0.0/8", true},
                                   {"10.1.2.3", "10.0.0.0/8", true},
                                   {"10.0.0.0/8", "10.0.0.0/8", true},
                                   {"10.0.0.0/8", "10.0.0.0/16", false},
                                   {"0.0.0.0/0", "10.0.0.0/8", false},
                                   {"10.0.0.0/8", "0.0.0.0/0", true},
                                   {"11.0.0.0/16", "10.0.0.0/8", false},
                                   {"10.0.0.1", "10.0.0.1/32", true},
                                   {"2001:db8:1::/48", "2001:db8::/32", true},
                                   {"2001:db8::/32", "2001:db8:1::/48", false},
                                   {"::/0", "0.0.0.0/0", false},
                                   {"0.0.0.0/0", "::/0", false},
                                   {"::ffff:10.0.0.1", "10.0.0.0/8", false},
                                   {"nothing", "10.0.0.0/8", false},
                                   {"10.0.0.1", "nothing", false}})
    EXPECT_EQ(is_block_within(inner, outer), within) << inner << " in " << outer;
}

TEST(Fence, IsNotWidenedFromWithin) {
  World world;
  make(world, "reseller", {"fenced", 2, {"reseller"}, {"test", "flolive"}, {"192.0.2.0/24"}});
  const std::string doors =
      "role_denied: doors must stay within what is open to you: doors test, flolive";
  const std::string sources =
      "role_denied: sources must stay within what is open to you: addresses in 192.0.2.0/24";
  // Its own restrictions.
  EXPECT_EQ(upsert(world, "fenced", {.id = "fenced", .doors = Words{}}), doors);
  EXPECT_EQ(upsert(world, "fenced", {.id = "fenced", .doors = Words{"test", "native"}}), doors);
  EXPECT_EQ(upsert(world, "fenced", {.id = "fenced", .sources = Words{}}), sources);
  EXPECT_EQ(upsert(world, "fenced", {.id = "fenced", .sources = Words{"192.0.0.0/16"}}), sources);
  EXPECT_EQ(
      upsert(world, "fenced", {.id = "fenced", .sources = Words{"192.0.2.0/24", "198.51.100.7"}}),
      sources);
  // Those of another principal that is created or changed.
  EXPECT_EQ(upsert(world, "fenced", made({"wide", 10, {"user"}})), doors);
  EXPECT_EQ(upsert(world, "fenced", made({"wide", 10, {"user"}, {"native"}, {"192.0.2.1"}})),
            doors);
  EXPECT_EQ(upsert(world, "fenced", made({"wide", 10, {"user"}, {"test"}, {}})), sources);
  EXPECT_EQ(upsert(world, "fenced", made({"wide", 10, {"user"}, {"test"}, {"0.0.0.0/0"}})),
            sources);
  EXPECT_EQ(upsert(world, "fenced", made({"narrow", 10, {"user"}, {"test"}, {"192.0.2.64/26"}})),
            "done");
  EXPECT_EQ(upsert(world, "fenced", {.id = "narrow", .sources = Words{"192.0.2.0/25"}}), "done");
  EXPECT_EQ(upsert(world, "fenced", {.id = "narrow", .doors = Words{}}), doors);
  // A secret of an unrestricted principal.
  EXPECT_EQ(upsert(world, "fenced", {.id = "admin", .password = Secret("password!")}), doors);
  EXPECT_EQ(upsert(world, "fenced", {.id = "admin", .new_key = "mine"}), doors);
  EXPECT_EQ(upsert(world, "fenced", {.id = "admin", .name = "other"}), doors);
  EXPECT_EQ(upsert(world, "fenced", {.id = "admin", .roles = Words{"user"}}), doors);
  // Rights can be removed from everybody, and restrictions can be added.
  EXPECT_EQ(upsert(world, "fenced", {.id = "admin", .locked = true}), "done");
  EXPECT_EQ(upsert(world, "fenced", {.id = "admin", .locked = false}), doors);
  EXPECT_EQ(
      upsert(
          world, "fenced",
          {.id = "admin", .doors = Words{"test"}, .sources = Words{"192.0.2.9"}, .locked = false}),
      "done");
  EXPECT_EQ(upsert(world, "fenced", {.id = "admin", .deleted = true}), "done");
}

TEST(Names, TheSystemsOwnAreRefused) {
  World world;
  const auto make_one = [&](const char* name) {
    return upsert(world, "owner", {.name = name, .roles = Words{"user"}});
  };
  for (const char* name : {"system", "System", "SYSTEM", "s y s t e m", "\u0455ystem", "demo",
                           "cli", "patchbay", "Patchbay User", "patchbay-user"})
    EXPECT_EQ(make_one(name),
              "invalid: name could be taken for a name of the system itself: choose another")
        << name;
  // Only a principal above all others may have such a name.
  for (const char* name : {"root", "r00t"})
    EXPECT_EQ(
        upsert(world, "reseller", {.name = name, .home = CustomerId{10}, .roles = Words{"user"}}),
        "invalid: name could be taken for a name of the system itself: choose another")
        << name;
  EXPECT_EQ(make_one("root"), "done");
  for (const char* name : {" system", "system ", "a\u200bb", "a\u00a0b", "\u3000"})
    EXPECT_EQ(make_one(name),
              "invalid: name must not begin or end with a space, nor hold invisible characters")
        << name;
  for (const char* name : {"...", "\u2800"})
    EXPECT_EQ(make_one(name), "invalid: name must hold a letter or a digit") << name;
  for (const char* name : {"12", "-7"})
    EXPECT_EQ(make_one(name), "invalid: name must not be a number") << name;
  for (const char* name : {"systems", "alice", "o'hara@example.com", "李雷", "two words"})
    EXPECT_EQ(make_one(name), "done") << name;
  EXPECT_EQ(upsert(world, "owner", {.id = "alice", .name = "system"}),
            "invalid: name could be taken for a name of the system itself: choose another");
}

// A name that is used out of reach is refused without further information, and only a limited
// number of times.
TEST(Names, TellLittleOfOthers) {
  World world;
  const auto name = [&](const char* who, const char* wanted) {
    return upsert(world, who, {.name = wanted, .roles = Words{"user"}});
  };
  EXPECT_EQ(name("reseller", "admin"),
            "conflict: name is the name of a principal that exists already");
  EXPECT_EQ(name("reseller", "owner"), "conflict: name is not free: choose another");
  for (int i = 1; i < 30; ++i)
    EXPECT_EQ(name("reseller", "stranger"), "conflict: name is not free: choose another");
  const std::string closed =
      "too_many_requests: name cannot be set now: too many values that are in use were tried; "
      "try again later";
  EXPECT_EQ(name("reseller", "stranger"), closed);
  EXPECT_EQ(name("reseller", "free"), closed) << "and so it is not told of what is free";
  EXPECT_EQ(name("stranger", "free"), "done") << "others are not held up";
  const auto outcome =
      world.ask("reseller", UpsertPrincipal{.name = "x", .roles = Words{"user"}}, kAdministers);
  EXPECT_EQ(outcome.error().retry_after_s, 3600);
  world.clock.advance_seconds(3600);
  EXPECT_EQ(name("reseller", "freely"), "done");
}

TEST(Names, OfExternalIdsTheSame) {
  World world;
  const core::RequiredPrivilege writes{.any_of = Privilege::administrator | Privilege::commerce};
  ASSERT_EQ(outcome_text(
                world.ask("reseller", testing::set(11, Field::external_id, Value("a-1")), writes)),
            "done");
  EXPECT_EQ(outcome_text(
                world.ask("reseller", testing::set(10, Field::external_id, Value("a-1")), writes)),
            "conflict: external_id is already used by another customer of this enterprise");
  core::CallOptions rehearsal;
  rehearsal.rehearse = true;
  for (int i = 0; i < 30; ++i)
    EXPECT_EQ(outcome_text(world.ask("admin", testing::set(10, Field::external_id, Value("a-1")),
                                     writes, i % 2 == 0 ? rehearsal : core::CallOptions{})),
              "conflict: external_id is not free: choose another");
  for (const char* each : {"a-1", "b-1"})
    EXPECT_EQ(
        outcome_text(world.ask("admin", testing::set(10, Field::external_id, Value(each)), writes,
                               rehearsal)),
        "too_many_requests: external_id cannot be set now: too many values that are in use were "
        "tried; try again later");
  EXPECT_EQ(outcome_text(world.ask("admin", testing::set(10, Field::notes, Value("x")), writes)),
            "done");
}

// A rehearsal creates nothing: no number is shown, and none is used up.
TEST(Rehearsals, TellNoNumbers) {
  World world;
  core::CallOptions options;
  options.rehearse = true;
  const auto person = world.ask("reseller", made({"bob", 2, {"user"}}), kAdministers, options);
  ASSERT_TRUE(person);
  EXPECT_EQ(std::get<AdminObjects>(*person).principals.front().id, 0);
  for (const ReferenceKind kind :
       {ReferenceKind::role, ReferenceKind::plan, ReferenceKind::music}) {
    const auto one = world.ask("reseller", UpsertReference{.kind = kind, .name = "x"},
                               {.any_of = Privilege::administrator}, options);
    ASSERT_TRUE(one) << outcome_text(one);
    EXPECT_EQ(std::get<AdminObjects>(*one).references.front().id, 0) << word(kind);
  }
}

// Every write to a secret counts as a change, so that nobody can guess the current value.
TEST(Secrets, AreAlwaysAChange) {
  World world;
  const core::RequiredPrivilege writes{.any_of = Privilege::administrator | Privilege::commerce};
  core::CallOptions rehearsal;
  rehearsal.rehearse = true;
  struct Case {
    Field field;
    const char* right;
    const char* wrong;
  };
  for (const auto& [field, right, wrong] :
       std::initializer_list<Case>{{Field::card_number, "5105105105105100", "5555555555554444"},
                                   {Field::bank_account_number, "5550123456789", "5550123456788"},
                                   {Field::provision_password, "secret one", "secret two"},
                                   {Field::merchant_password, "secret one", "secret two"}}) {
    ASSERT_TRUE(world.ask("reseller", testing::set(10, field, Value(right)), writes));
    Version version = world.customer(10).version;
    for (const core::CallOptions& options : {rehearsal, core::CallOptions{}})
      for (const char* guess : {right, wrong, right}) {
        const auto outcome =
            world.ask("reseller", testing::set(10, field, Value(guess)), writes, options);
        ASSERT_TRUE(outcome) << outcome_text(outcome);
        const auto& receipt = std::get<core::Receipt>(*outcome);
        EXPECT_TRUE(receipt.changed) << row(field).key << ' ' << guess;
        ASSERT_EQ(receipt.differences.size(), 1U);
        EXPECT_EQ(receipt.events.size(), options.rehearse ? 1U : 0U);
        if (!options.rehearse) ++version;
        EXPECT_EQ(receipt.view.record.version, options.rehearse ? version + 1 : version);
      }
    // The mask that is shown still means "unchanged".
    const std::string shown = mask(std::get<SealedSecret>(*world.customer(10).find(field)));
    const auto same = world.ask("reseller", testing::set(10, field, Value(shown)), writes);
    ASSERT_TRUE(same);
    EXPECT_FALSE(std::get<core::Receipt>(*same).changed);
  }
}

// A field that the caller may not change is not read first.
TEST(Commerce, ComesBeforeWhatIsWished) {
  World world;
  const core::RequiredPrivilege writes{.any_of = Privilege::administrator | Privilege::commerce};
  core::UpdateCustomer bad = testing::set(12, Field::balance, Value("abc"));
  bad.edits.front().objection = "must be a decimal";
  const std::string denied =
      "role_denied: balance can be changed only with the commerce privilege, which your role lacks";
  EXPECT_EQ(outcome_text(world.ask("admin", bad, writes)), denied);
  EXPECT_EQ(outcome_text(world.ask("reseller", bad, writes)), "invalid: balance must be a decimal");
  core::UpdateCustomer other = testing::set(12, Field::notes, Value("x"));
  other.edits.front().objection = "must be shorter";
  EXPECT_EQ(outcome_text(world.ask("admin", other, writes)), "invalid: notes must be shorter");
  core::CreateCustomer create{.parent = CustomerId{10}, .edits = bad.edits};
  EXPECT_EQ(outcome_text(world.ask("admin", create, writes)), denied);
}

}  // namespace
}  // namespace patchbay
