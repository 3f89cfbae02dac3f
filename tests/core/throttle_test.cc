// Throttles: failures from one source, for any names, and what still works while it is throttled.
#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using testing::World;

constexpr int kFailures = 8;
constexpr core::RequiredPrivilege kAdministrator{.any_of = core::Privilege::administrator};

core::ServiceOptions few(int failures = kFailures) {
  core::ServiceOptions out = standard_options();
  out.source_failures = failures;
  return out;
}

Result<core::Outcome> who(core::Service& service, core::Caller caller) {
  return core::handle_and_wait(service, {.caller = std::move(caller), .request = core::WhoAmI{}});
}

std::string outcome_text(const Result<core::Outcome>& outcome) {
  return outcome ? "in" : std::string(word(outcome.error().kind));
}

std::string outcome_text(World& world, const std::string& name,
                         const std::string& secret = "password!") {
  return outcome_text(who(world.service(), World::caller(name, secret)));
}

// So many wrong secrets, each for another name, one of them known.
void fail(World& world, int count) {
  for (int i = 0; i < count; ++i) {
    const std::string name = i == 0 ? "stranger" : "nobody" + std::to_string(i);
    EXPECT_EQ(outcome_text(world, name, "no"), "bad_credentials") << name;
  }
}

TEST(Throttle, CountsFailuresOfASourceWhateverTheNames) {
  World world(few());
  fail(world, kFailures - 2);
  EXPECT_EQ(outcome_text(world, "reader", "no"), "bad_credentials");
  EXPECT_EQ(outcome_text(world, "reader"), "in") << "one more may fail";
  fail(world, 1);
  for (const char* name : {"admin", "owner", "nobody", "stranger"}) {
    const auto refused = who(world.service(), World::caller(name));
    ASSERT_EQ(outcome_text(refused), "too_many_requests")
        << "a success does not begin the count anew";
    EXPECT_EQ(refused.error().retry_after_s, 600);
    EXPECT_EQ(refused.error().sentence(),
              "too many wrong names or secrets came from this address; try again later");
    EXPECT_FALSE(world.service().find_password_check(
        {.caller = World::caller(name), .request = core::WhoAmI{}}))
        << "nothing is checked";
  }
  core::Caller elsewhere = World::caller("admin");
  elsewhere.source = "192.0.2.10";
  EXPECT_TRUE(
      world.service().find_password_check({.caller = elsewhere, .request = core::WhoAmI{}}));
  EXPECT_EQ(outcome_text(who(world.service(), elsewhere)), "in")
      << "another source is not throttled";
  EXPECT_EQ(outcome_text(world, "admin"), "too_many_requests")
      << "what is remembered is of a source";
}

TEST(Throttle, EndsWhateverIsTriedMeanwhile) {
  World world(few());
  fail(world, kFailures);
  world.clock.advance_seconds(599);
  for (int i = 0; i < kFailures; ++i)
    EXPECT_EQ(outcome_text(world, "admin", "no"), "too_many_requests")
        << "and no name is locked by it";
  const auto refused = who(world.service(), World::caller("admin"));
  ASSERT_EQ(outcome_text(refused), "too_many_requests");
  EXPECT_EQ(refused.error().retry_after_s, 1);
  world.clock.advance_seconds(1);
  EXPECT_EQ(outcome_text(world, "admin"), "in");
  fail(world, kFailures - 1);
  EXPECT_EQ(outcome_text(world, "reader"), "in") << "the count began anew";
  fail(world, 1);
  EXPECT_EQ(outcome_text(world, "owner"), "too_many_requests");
}

TEST(Throttle, CountsAnewAfterAWhileWithoutFailures) {
  World world(few());
  fail(world, kFailures - 1);
  world.clock.advance_seconds(600);
  fail(world, kFailures - 1);
  EXPECT_EQ(outcome_text(world, "admin"), "in");
  world.clock.advance_seconds(599);
  fail(world, 1);
  EXPECT_EQ(outcome_text(world, "reader"), "too_many_requests");
}

TEST(Throttle, LetsInWhoNeedsNoPasswordChecked) {
  World world(few());
  const auto made = world.ask("reseller", core::UpsertPrincipal{.id = "admin", .new_key = "script"},
                              kAdministrator);
  ASSERT_TRUE(made);
  const std::string key = std::get<core::AdminObjects>(*made).new_key;
  const auto signed_in = world.ask("owner", core::SignIn{});
  ASSERT_TRUE(signed_in);
  const std::string token = std::get<core::Tokens>(*signed_in).token;
  fail(world, kFailures);
  EXPECT_EQ(outcome_text(world, "admin", key), "in") << "a key that was never used before";
  EXPECT_EQ(outcome_text(world, "reseller"), "in") << "remembered";
  EXPECT_EQ(
      outcome_text(who(world.service(), {core::BearerToken{Secret(token)}, "test", "192.0.2.1"})),
      "in");
  EXPECT_EQ(outcome_text(world, "admin"), "too_many_requests") << "the key is not the password";
}

// Otherwise uncounted attempts would eventually find a cached password.
TEST(Throttle, OneWrongTryForgetsWhatIsRemembered) {
  World world(few());
  EXPECT_EQ(outcome_text(world, "admin"), "in");
  EXPECT_EQ(outcome_text(world, "reader"), "in");
  fail(world, kFailures);
  EXPECT_EQ(outcome_text(world, "admin", "a guess"), "too_many_requests");
  EXPECT_EQ(outcome_text(world, "admin"), "too_many_requests");
  EXPECT_EQ(outcome_text(world, "reader"), "in") << "nobody guessed at this name";
}

TEST(Throttle, OutlastsUnlockingANameAndARestart) {
  World world(few());
  EXPECT_EQ(outcome_text(world, "reseller"), "in");
  fail(world, kFailures);
  for (const char* name : {"stranger", "admin"})
    (void)world.ask("reseller", core::UpsertPrincipal{.id = name, .locked = false}, kAdministrator);
  EXPECT_EQ(outcome_text(world, "admin"), "too_many_requests");
  const auto another =
      core::Service::make(world.store(), world.clock, world.random(), std::string(32, 'k'), few());
  EXPECT_EQ(outcome_text(who(*another, World::caller("reseller"))), "too_many_requests");
}

TEST(Throttle, OfNoneIsOff) {
  World world(few(0));
  fail(world, 150);
  EXPECT_EQ(outcome_text(world, "admin"), "in");
}

}  // namespace
}  // namespace patchbay
