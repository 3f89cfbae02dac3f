// Lock-outs: which name is locked where and until when, for every store, clock and name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/failing_store.h"
#include "support/world.h"

namespace patchbay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::World;

constexpr core::RequiredPrivilege kAdministrator{.any_of = core::Privilege::administrator};
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

core::Caller from(const std::string& source, const std::string& name,
                  const std::string& secret = "password!") {
  core::Caller out = World::caller(name, secret);
  out.source = source;
  return out;
}

Result<core::Outcome> ask(core::Service& service, core::Caller caller) {
  return core::handle_and_wait(service, {.caller = std::move(caller), .request = core::WhoAmI{}});
}

std::string outcome_text(const Result<core::Outcome>& outcome) {
  return outcome ? "in" : std::string(word(outcome.error().kind));
}

std::string outcome_text(World& world, core::Caller caller) {
  return outcome_text(ask(world.service(), std::move(caller)));
}

std::string outcome_text(World& world, const std::string& name,
                         const std::string& secret = "password!") {
  return outcome_text(world, World::caller(name, secret));
}

void guess(World& world, const std::string& name, int count,
           const std::string& source = "192.0.2.1") {
  for (int i = 0; i < count; ++i)
    EXPECT_EQ(outcome_text(world, from(source, name, "no")), "bad_credentials");
}

std::string key_of(World& world, const std::string& name) {
  const auto made =
      world.ask("reseller", core::UpsertPrincipal{.id = name, .new_key = "script"}, kAdministrator);
  EXPECT_TRUE(made);
  return made ? std::get<core::AdminObjects>(*made).new_key : "";
}

core::AdminObjects admin_objects(World& world, core::Request request) {
  const auto outcome = world.ask("reseller", std::move(request), kAdministrator);
  EXPECT_TRUE(outcome);
  return outcome ? std::get<core::AdminObjects>(*outcome) : core::AdminObjects{};
}

TEST(Lockout, IsNotOfApiKeys) {
  World world;
  const std::string key = key_of(world, "admin");
  EXPECT_EQ(outcome_text(world, "admin"), "in");
  guess(world, "admin", 5);
  EXPECT_EQ(outcome_text(world, "admin"), "bad_credentials")
      << "not even the password that is remembered";
  EXPECT_EQ(outcome_text(world, "admin", key), "in") << "a key that was never used before";
  EXPECT_EQ(outcome_text(world, "admin", key), "in") << "a key that is remembered";
  EXPECT_EQ(outcome_text(world, "admin"), "bad_credentials") << "a key makes no guess forgotten";
  world.clock.advance_seconds(31);
  EXPECT_EQ(outcome_text(world, "admin", key + "x"), "bad_credentials") << "a wrong key counts";
  world.clock.advance_seconds(31);
  EXPECT_EQ(outcome_text(world, "admin"), "bad_credentials") << "60 s by now";
}

TEST(Lockout, IsWrittenAtTheEndWhereItStoodInMemory) {
  auto owned = std::make_unique<app::FailingStore>();
  app::FailingStore& store = *owned;
  World world(std::move(owned));
  const auto kept = [&] { return store.read()->attempts("", 10).size(); };
  store.writes_fail = true;
  guess(world, "admin", 5);
  EXPECT_EQ(kept(), 0U);
  store.writes_fail = false;
  world.service().finish();
  (void)store::write_and_wait(world.store(), [](store::Transaction&) { return true; });
  EXPECT_GT(kept(), 0U);
}

TEST(Lockout, CountsInMemoryWhatTheStoreDoesNotTake) {
  auto owned = std::make_unique<app::FailingStore>();
  app::FailingStore& store = *owned;
  World world(std::move(owned));
  for (const char* name : {"admin", "nobody"}) {
    store.writes_fail = true;
    guess(world, name, 5);
    EXPECT_FALSE(world.service().find_password_check(
        {.caller = World::caller(name), .request = core::WhoAmI{}}))
        << "nothing is checked any more";
  }
  EXPECT_EQ(outcome_text(world, "admin"), "bad_credentials");
  EXPECT_EQ(outcome_text(world, from("192.0.2.2", "admin")), "in");
  const auto seen = admin_objects(world, core::GetAdminObject{.kind = {}, .id = "admin"}).lockouts;
  ASSERT_EQ(seen.at(2).size(), 1U) << "and shows";
  store.writes_fail = false;
  world.service().sweep();
  // The store executes its jobs in order.
  (void)store::write_and_wait(world.store(), [](store::Transaction&) { return true; });
  const auto another = core::Service::make(world.store(), world.clock, world.random(),
                                           std::string(32, 'k'), standard_options());
  EXPECT_EQ(outcome_text(ask(*another, World::caller("admin"))), "bad_credentials")
      << "written when the store takes it again";
  EXPECT_EQ(outcome_text(ask(*another, from("192.0.2.2", "admin"))), "in");
}

TEST(Lockout, InMemoryIsBounded) {
  auto owned = std::make_unique<app::FailingStore>();
  app::FailingStore& store = *owned;
  core::ServiceOptions options = standard_options();
  options.source_failures = 0;
  World world(std::move(owned), options);
  store.writes_fail = true;
  guess(world, "admin", 5);
  EXPECT_EQ(outcome_text(world, "admin"), "bad_credentials");
  for (int i = 0; i < 5000; ++i) guess(world, "nobody" + std::to_string(i), 1, "198.51.100.1");
  EXPECT_EQ(outcome_text(world, "admin"), "in") << "the oldest went first";
}

// If the store accepts nothing, unlocking cannot be written either. If it does, memory forgets too.
TEST(Lockout, IsShownToWhoeverLooksAfterPrincipalsUntilItIsTakenAway) {
  World world;
  guess(world, "admin", 5);
  guess(world, "admin", 6, "2001:db8:1:2:3::4");
  guess(world, "admin", 4, "192.0.2.9");
  const auto one =
      admin_objects(world, core::GetAdminObject{.kind = {}, .id = "admin"}).lockouts.at(2);
  ASSERT_EQ(one.size(), 2U);
  EXPECT_EQ(one[0].source, "192.0.2.1");
  EXPECT_EQ(one[0].until, world.clock.now().plus_seconds(30));
  EXPECT_EQ(one[0].failures, 5);
  EXPECT_EQ(one[1].source, "2001:db8:1:2::/64");
  const auto all = admin_objects(world, core::ListAdminObjects{}).lockouts;
  EXPECT_EQ(all.at(2).size(), 2U);
  EXPECT_THAT(all.at(1), IsEmpty());
  ASSERT_TRUE(
      world.ask("reseller", core::UpsertPrincipal{.id = "admin", .locked = false}, kAdministrator));
  EXPECT_THAT(admin_objects(world, core::GetAdminObject{.kind = {}, .id = "admin"}).lockouts.at(2),
              IsEmpty());
  EXPECT_EQ(outcome_text(world, "admin"), "in");
  guess(world, "admin", 5);
  world.clock.advance_seconds(31);
  EXPECT_THAT(admin_objects(world, core::GetAdminObject{.kind = {}, .id = "admin"}).lockouts.at(2),
              IsEmpty())
      << "what has ended is none";
}

TEST(Lockout, ARehearsedUnlockingTakesNothingAway) {
  World world;
  guess(world, "admin", 5);
  ASSERT_TRUE(world.ask(
      "reseller", core::UpsertPrincipal{.id = "admin", .locked = false}, kAdministrator,
      {.idempotency_key = {}, .rehearse = true, .if_version = {}, .reason = {}, .warnings = {}}));
  EXPECT_EQ(outcome_text(world, "admin"), "bad_credentials");
}

TEST(Lockout, OfIpv6IsOfTheBlock) {
  World world;
  for (int i = 0; i < 5; ++i) guess(world, "admin", 1, "2001:db8:1:2::" + std::to_string(i + 1));
  EXPECT_EQ(outcome_text(world, from("2001:db8:1:2:ffff::9", "admin")), "bad_credentials");
  EXPECT_EQ(outcome_text(world, from("2001:db8:1:3::1", "admin")), "in");
}

TEST(Lockout, DoesNotOutlastAClockThatWasSetBack) {
  World world;
  guess(world, "admin", 8);
  for (const std::int64_t back : {120L, kHour, 400 * kDay}) {
    world.clock.advance_seconds(-back);
    EXPECT_EQ(outcome_text(world, from("192.0.2.1", "admin", "still wrong")), "bad_credentials");
    EXPECT_EQ(outcome_text(world, "admin"), "bad_credentials") << "locked anew, from this time on";
    world.clock.advance_seconds(kHour);
    EXPECT_EQ(outcome_text(world, "reader"), "in");
  }
  EXPECT_EQ(outcome_text(world, "admin"), "in") << "an hour later, by the clock as it is";
  guess(world, "admin", 8);
  world.clock.advance_seconds(-kDay);
  EXPECT_EQ(outcome_text(world, "admin"), "in") << "the first one right is let in";
}

TEST(Lockout, OfASourceNeverSaysToWaitForMoreThanAnHour) {
  core::ServiceOptions options = standard_options();
  options.source_failures = 3;
  options.source_seconds = kDay;
  World world(options);
  guess(world, "nobody", 3);
  for (const std::int64_t moved : {0L, kHour, -kHour, -30L, 7 * kHour}) {
    world.clock.advance_seconds(moved);
    const auto refused = ask(world.service(), World::caller("admin"));
    ASSERT_EQ(outcome_text(refused), "too_many_requests");
    EXPECT_EQ(refused.error().retry_after_s, kHour) << moved;
  }
  world.clock.advance_seconds(-400 * kDay);
  EXPECT_EQ(outcome_text(world, "admin"), "in");
}

TEST(Lockout, KeepsNothingThatWasTyped) {
  World world;
  guess(world, "correct horse battery staple", 5);
  const auto reader = world.store().read();
  for (const char* kind : {"n", "s", "g"}) {
    const auto kept = reader->attempts(kind, 10);
    ASSERT_EQ(kept.size(), 1U) << kind;
    EXPECT_EQ(kept.front().failures, 5);
    EXPECT_THAT(kept.front().key, Not(HasSubstr("horse")));
    EXPECT_LE(kept.front().key.size(), 33U);
    EXPECT_EQ(kept.front().source, *kind == 'g' ? "" : "192.0.2.1");
  }
}

TEST(Lockout, OfANameThatNobodyCanHaveIsOfTheSourceAlone) {
  core::ServiceOptions options = standard_options();
  options.source_failures = 5;
  World world(options);
  const auto wrong = ask(world.service(), World::caller("nobody", "no"));
  for (const std::size_t size : {401U, 900'000U}) {
    const core::Caller caller = World::caller(std::string(size, 'x'), "no");
    EXPECT_TRUE(world.service().find_password_check({.caller = caller, .request = core::WhoAmI{}}))
        << "it takes as long";
    const auto refused = ask(world.service(), caller);
    ASSERT_EQ(outcome_text(refused), "bad_credentials");
    EXPECT_EQ(refused.error().sentence(), wrong.error().sentence());
  }
  EXPECT_EQ(world.store().read()->attempts("n", 10).size(), 1U);
  guess(world, std::string(401, 'x'), 2);
  EXPECT_EQ(outcome_text(world, std::string(401, 'x'), "no"), "too_many_requests");
  EXPECT_EQ(outcome_text(world, "admin"), "too_many_requests");
}

TEST(Lockout, ASecretThatNobodyCanHaveIsAWrongOne) {
  World world;
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(outcome_text(world, "admin", std::string(1025, 'x')), "bad_credentials");
  EXPECT_EQ(outcome_text(world, "admin"), "bad_credentials");
}

TEST(Guesses, OfOneNameFromManySourcesSlowItAndNeverLockIt) {
  core::ServiceOptions options = standard_options();
  options.name_failures = 10;
  World world(options);
  const auto check = [&](const std::string& source, const std::string& name) {
    return world.service().find_password_check(
        {.caller = from(source, name), .request = core::WhoAmI{}});
  };
  EXPECT_EQ(outcome_text(world, from("203.0.113.1", "admin")), "in");
  for (const char* name : {"admin", "nobody"}) {
    EXPECT_FALSE(check("203.0.113.2", name)->is_slowed);
    for (int i = 0; i < 10; ++i) guess(world, name, 1, "198.51.100." + std::to_string(i));
    EXPECT_TRUE(check("203.0.113.2", name)->is_slowed) << "whether or not there is such a name";
    EXPECT_FALSE(check("203.0.113.2", name)->is_known);
  }
  EXPECT_FALSE(check("203.0.113.2", "reader")->is_slowed);
  EXPECT_EQ(outcome_text(world, from("203.0.113.2", "admin")), "in") << "slowed, not locked";
  world.clock.advance_seconds(120);
  EXPECT_TRUE(check("203.0.113.1", "admin")->is_known) << "not remembered, but known there";
  EXPECT_FALSE(check("203.0.113.1", "reader")->is_known);
  world.clock.advance_seconds(600);
  EXPECT_FALSE(check("203.0.113.3", "admin")->is_slowed) << "counted anew after a while";
}

std::vector<std::string> kinds(const std::vector<core::Notice>& notices) {
  std::vector<std::string> out;
  constexpr const char* kWords[] = {
      "signed_in",    "sign_in_failed",  "locked_out",    "throttled",    "slowed",
      "token_issued", "token_refreshed", "token_revoked", "token_reused", "administered"};
  for (const core::Notice& each : notices) {
    std::string text = kWords[static_cast<std::size_t>(each.kind)];
    for (const auto& [name, value] : each.members)
      if (name == "name") text += ' ' + std::get<std::string>(value);
    out.push_back(text);
  }
  return out;
}

TEST(Trace, TellsOfSignInsAndOfWhatIsRefused) {
  core::ServiceOptions options = standard_options();
  options.failures_before_lock = 2;
  options.source_failures = 3;
  World world(options);
  const auto traced = [&](core::Caller caller, core::Request request) {
    const auto trace = std::make_shared<core::Trace>();
    core::Call call{.caller = std::move(caller), .request = std::move(request)};
    call.required_privilege = kAdministrator;
    call.trace = trace;
    (void)core::handle_and_wait(world.service(), std::move(call));
    trace->notices.insert(trace->notices.end(), trace->done.begin(), trace->done.end());
    return *trace;
  };
  const auto first = traced(World::caller("reseller"), core::WhoAmI{});
  EXPECT_EQ(first.principal, 1);
  EXPECT_EQ(first.name, "reseller");
  EXPECT_THAT(kinds(first.notices), ElementsAre("signed_in"));
  EXPECT_THAT(kinds(traced(World::caller("reseller"), core::SignIn{}).notices),
              ElementsAre("token_issued"));
  const auto kept =
      traced(World::caller("reseller"), core::UpsertPrincipal{.id = "admin", .new_key = "script"});
  EXPECT_THAT(kinds(kept.notices), ElementsAre("administered"));
  EXPECT_THAT(kinds(traced(World::caller("admin", "no"), core::WhoAmI{}).notices),
              ElementsAre("sign_in_failed admin"));
  EXPECT_THAT(kinds(traced(World::caller("admin", "no"), core::WhoAmI{}).notices),
              ElementsAre("sign_in_failed admin", "locked_out admin"));
  const auto unknown = traced(World::caller("my password", "no"), core::WhoAmI{});
  EXPECT_EQ(unknown.principal, 0);
  EXPECT_THAT(kinds(unknown.notices), ElementsAre("sign_in_failed", "throttled"))
      << "what is no principal's name is not told";
}

}  // namespace
}  // namespace patchbay
