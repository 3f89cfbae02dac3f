// Signing in: secrets, lock-outs, tokens, doors and sources, and changes that take effect at once.
#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using testing::World;

std::string outcome_text(const Result<core::Outcome>& outcome) {
  return outcome ? "in" : std::string(word(outcome.error().kind));
}

Result<core::Outcome> who(World& world, core::Caller caller) {
  return core::handle_and_wait(world.service(),
                               {.caller = std::move(caller), .request = core::WhoAmI{}});
}

TEST(SignIn, TellsNothingOfWhichNamesExist) {
  World world;
  EXPECT_EQ(outcome_text(who(world, World::caller("reseller"))), "in");
  const auto wrong = who(world, World::caller("reseller", "no"));
  const auto unknown = who(world, World::caller("nobody", "no"));
  EXPECT_EQ(outcome_text(wrong), "bad_credentials");
  EXPECT_EQ(wrong.error().sentence(), unknown.error().sentence());
  EXPECT_EQ(outcome_text(who(world, World::caller("", "no"))), "no_credentials");
  EXPECT_EQ(outcome_text(who(world, {})), "no_credentials");
}

TEST(SignIn, LocksANameForASourceForGrowingTimes) {
  World world;
  for (const char* name : {"reseller", "nobody"}) {
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(outcome_text(who(world, World::caller(name, "no"))), "bad_credentials");
  }
  EXPECT_EQ(outcome_text(who(world, World::caller("reseller"))), "bad_credentials");
  core::Caller elsewhere = World::caller("reseller");
  elsewhere.source = "192.0.2.2";
  EXPECT_EQ(outcome_text(who(world, elsewhere)), "in") << "another source is not locked";
  EXPECT_EQ(outcome_text(who(world, World::caller("admin"))), "in") << "another name is not locked";
  world.clock.advance_seconds(31);
  EXPECT_EQ(outcome_text(who(world, World::caller("reseller", "no"))), "bad_credentials");
  world.clock.advance_seconds(31);
  EXPECT_EQ(outcome_text(who(world, World::caller("reseller"))), "bad_credentials")
      << "60 s by now";
  world.clock.advance_seconds(31);
  EXPECT_EQ(outcome_text(who(world, World::caller("reseller"))), "in");
  EXPECT_EQ(outcome_text(who(world, World::caller("reseller", "no"))), "bad_credentials");
  EXPECT_EQ(outcome_text(who(world, World::caller("reseller"))), "in")
      << "a success forgets the failures";
}

TEST(SignIn, UnlockForgetsFailures) {
  World world;
  for (int i = 0; i < 5; ++i) (void)who(world, World::caller("admin", "no"));
  EXPECT_EQ(outcome_text(who(world, World::caller("admin"))), "bad_credentials");
  const core::RequiredPrivilege administrator{.any_of = core::Privilege::administrator};
  EXPECT_EQ(outcome_text(world.ask(
                "reseller", core::UpsertPrincipal{.id = "admin", .locked = false}, administrator)),
            "in");
  EXPECT_EQ(outcome_text(who(world, World::caller("admin"))), "in");
}

TEST(SignIn, ChangesOfAPrincipalHoldAtOnce) {
  World world;
  const core::RequiredPrivilege administrator{.any_of = core::Privilege::administrator};
  EXPECT_EQ(outcome_text(who(world, World::caller("admin"))), "in");
  EXPECT_EQ(outcome_text(world.ask("reseller", core::UpsertPrincipal{.id = "admin", .locked = true},
                                   administrator)),
            "in");
  EXPECT_EQ(outcome_text(who(world, World::caller("admin"))), "bad_credentials");
  EXPECT_EQ(
      outcome_text(world.ask(
          "reseller",
          core::UpsertPrincipal{.id = "admin", .password = Secret("new password"), .locked = false},
          administrator)),
      "in");
  EXPECT_EQ(outcome_text(who(world, World::caller("admin"))), "bad_credentials");
  EXPECT_EQ(outcome_text(who(world, World::caller("admin", "new password"))), "in");
  EXPECT_EQ(outcome_text(world.ask(
                "reseller",
                core::UpsertPrincipal{.id = "admin", .doors = std::vector<std::string>{"flolive"}},
                administrator)),
            "in");
  EXPECT_EQ(outcome_text(who(world, World::caller("admin", "new password"))), "not_allowed_here");
}

TEST(SignIn, SourcesAreHeld) {
  World world;
  const core::RequiredPrivilege administrator{.any_of = core::Privilege::administrator};
  const auto from = [&](const char* block) {
    return outcome_text(
        world.ask("reseller",
                  core::UpsertPrincipal{.id = "admin", .sources = std::vector<std::string>{block}},
                  administrator));
  };
  EXPECT_EQ(from("everywhere"), "invalid");
  EXPECT_EQ(from("192.0.2.0/24"), "in");
  EXPECT_EQ(outcome_text(who(world, World::caller("admin"))), "in");
  EXPECT_EQ(from("198.51.100.0/24"), "in");
  EXPECT_EQ(outcome_text(who(world, World::caller("admin"))), "not_allowed_here");
}

TEST(SignIn, NobodyGivesAwayMoreThanTheyHold) {
  World world;
  const core::RequiredPrivilege administrator{.any_of = core::Privilege::administrator};
  core::UpsertPrincipal strong{.name = "strong"};
  strong.roles = std::vector<std::string>{"reseller"};
  strong.password = Secret("long enough");
  EXPECT_EQ(outcome_text(world.ask("admin", strong, administrator)), "role_denied");
  EXPECT_EQ(outcome_text(world.ask("reseller", strong, administrator)), "in");
  EXPECT_EQ(outcome_text(world.ask("reseller", strong, administrator)), "conflict");
  strong.name = "other";
  strong.home = CustomerId{20};
  EXPECT_EQ(outcome_text(world.ask("reseller", strong, administrator)), "invalid");
}

// Only passwords are slow to check, so that guessing them does not delay API keys.
TEST(SignIn, OnlyAPasswordToBeCheckedIsSlow) {
  World world;
  const core::RequiredPrivilege administrator{.any_of = core::Privilege::administrator};
  const auto slow = [&](const std::string& name, const std::string& secret) {
    return world.service().find_password_check(
        {.caller = World::caller(name, secret), .request = core::WhoAmI{}});
  };
  const auto made = world.ask("reseller", core::UpsertPrincipal{.id = "admin", .new_key = "script"},
                              administrator);
  ASSERT_TRUE(made);
  const std::string key = std::get<core::AdminObjects>(*made).new_key;
  EXPECT_FALSE(slow("admin", key)) << "a key that was never used before";
  EXPECT_EQ(outcome_text(who(world, World::caller("admin", key))), "in");
  EXPECT_FALSE(slow("admin", key)) << "a key that is remembered";
  EXPECT_TRUE(slow("reader", key)) << "another's key";
  EXPECT_TRUE(slow("admin", "password!"));
  EXPECT_EQ(outcome_text(who(world, World::caller("admin"))), "in");
  EXPECT_FALSE(slow("admin", "password!")) << "remembered";
  EXPECT_TRUE(slow("nobody", "no")) << "an unknown name takes the time of a known one";
  EXPECT_FALSE(slow("", "no"));
  for (int i = 0; i < 5; ++i) (void)who(world, World::caller("nobody", "no"));
  EXPECT_FALSE(slow("nobody", "no")) << "locked out: nothing is checked";
}

TEST(SignIn, AKeyThatIsTakenAwayIsForgotten) {
  World world;
  const core::RequiredPrivilege administrator{.any_of = core::Privilege::administrator};
  const auto made = world.ask("reseller", core::UpsertPrincipal{.id = "admin", .new_key = "script"},
                              administrator);
  ASSERT_TRUE(made);
  const std::string key = std::get<core::AdminObjects>(*made).new_key;
  EXPECT_EQ(outcome_text(who(world, World::caller("admin", key))), "in");
  EXPECT_EQ(
      outcome_text(world.ask(
          "reseller", core::UpsertPrincipal{.id = "admin", .password = Secret("new password")},
          administrator)),
      "in");
  EXPECT_EQ(outcome_text(who(world, World::caller("admin", key))), "in")
      << "a password is not the key";
  ASSERT_TRUE(world.ask("reseller", core::UpsertPrincipal{.id = "admin", .remove_key = "script"},
                        administrator));
  EXPECT_EQ(outcome_text(who(world, World::caller("admin", key))), "bad_credentials");
}

// Randomness that fails, like memory that runs out.
class NoRandom : public Random {
 public:
  std::string bytes(std::size_t count) override {
    if (count == 32) return std::string(count, 'm');  // the authenticator's, at construction
    throw std::bad_alloc();
  }
};

TEST(SignIn, WhatIsThrownOnTheWayIsUnavailable) {
  World world;
  NoRandom none;
  const auto service = core::Service::make(world.store(), world.clock, none, std::string(32, 'k'),
                                           standard_options());
  const auto outcome = core::handle_and_wait(
      *service, {.caller = World::caller("reseller"), .request = core::SignIn{}});
  EXPECT_EQ(outcome_text(outcome), "unavailable");
}

TEST(Tokens, ComeInPairsAndRefreshOnce) {
  World world;
  const auto signed_in = world.ask("reseller", core::SignIn{});
  ASSERT_TRUE(signed_in);
  const auto pair = std::get<core::Tokens>(*signed_in);
  const auto with = [&](const std::string& token) {
    return outcome_text(who(world, {core::BearerToken{Secret(token)}, "test", "192.0.2.1"}));
  };
  const auto refresh = [&](const std::string& token, const std::string& second) {
    return core::handle_and_wait(world.service(),
                                 {.request = core::Refresh{Secret(token), Secret(second)}});
  };
  EXPECT_EQ(with(pair.token), "in");
  EXPECT_EQ(with(pair.refresh_token), "bad_token");
  EXPECT_EQ(with("made up"), "bad_token");
  EXPECT_EQ(outcome_text(refresh("made up", pair.refresh_token)), "bad_token");
  const auto second = refresh(pair.token, pair.refresh_token);
  ASSERT_TRUE(second);
  EXPECT_EQ(with(pair.token), "bad_token");
  EXPECT_EQ(with(std::get<core::Tokens>(*second).token), "in");
  world.clock.advance_seconds(3601);
  EXPECT_EQ(with(std::get<core::Tokens>(*second).token), "bad_token");
}

class Sessions : public ::testing::Test {
 protected:
  static core::Caller holder(const std::string& token) {
    return {core::BearerToken{Secret(token)}, "test", "192.0.2.1"};
  }
  core::Tokens start(const std::string& name = "reseller") {
    return std::get<core::Tokens>(*world_.ask(name, core::SignIn{.session = true}));
  }
  Result<core::Outcome> renew(const std::string& token) {
    return core::handle_and_wait(world_.service(),
                                 {.caller = holder(token), .request = core::RenewSession{}});
  }
  Result<core::Outcome> end(const std::string& token, bool everywhere = false) {
    return core::handle_and_wait(
        world_.service(),
        {.caller = holder(token), .request = core::SignOut{.everywhere = everywhere}});
  }
  std::string with(const std::string& token) { return outcome_text(who(world_, holder(token))); }

  World world_;
};

TEST_F(Sessions, EndWhenNothingProlongsThem) {
  const auto session = start();
  EXPECT_EQ(session.refresh_token, "");
  EXPECT_EQ(session.seconds, 1800);
  EXPECT_EQ(with(session.token), "in");
  world_.clock.advance_seconds(1799);
  const auto renewed = renew(session.token);
  ASSERT_TRUE(renewed);
  EXPECT_EQ(std::get<core::Tokens>(*renewed).token, "") << "the token stays the same";
  world_.clock.advance_seconds(1799);
  world_.service().sweep();
  EXPECT_EQ(with(session.token), "in");
  world_.clock.advance_seconds(2);
  EXPECT_EQ(with(session.token), "bad_token");
  EXPECT_EQ(outcome_text(renew(session.token)), "bad_token");
}

TEST_F(Sessions, EndAfterTheirLongestTimeInAnyCase) {
  const auto session = start();
  for (int i = 0; i < 43200 / 1200 - 1; ++i) {
    world_.clock.advance_seconds(1200);
    ASSERT_TRUE(renew(session.token)) << i;
  }
  world_.clock.advance_seconds(900);
  const auto last = renew(session.token);
  ASSERT_TRUE(last);
  EXPECT_EQ(std::get<core::Tokens>(*last).seconds, 300) << "never beyond the end";
  world_.clock.advance_seconds(300);
  EXPECT_EQ(outcome_text(renew(session.token)), "bad_token");
}

TEST_F(Sessions, OnlySessionsAreProlonged) {
  const auto pair = std::get<core::Tokens>(*world_.ask("reseller", core::SignIn{}));
  EXPECT_EQ(outcome_text(renew(pair.token)), "bad_token");
  EXPECT_EQ(outcome_text(renew(pair.refresh_token)), "bad_token");
  EXPECT_EQ(outcome_text(world_.ask("reseller", core::RenewSession{})), "bad_token");
  EXPECT_EQ(outcome_text(core::handle_and_wait(
                world_.service(),
                {.request = core::Refresh{Secret(start().token), Secret(start().token)}})),
            "bad_token")
      << "and they cannot be refreshed";
}

TEST_F(Sessions, EndAloneOrAllAtOnce) {
  const auto first = start();
  const auto second = start();
  const auto pair = std::get<core::Tokens>(*world_.ask("reseller", core::SignIn{}));
  const auto other = start("admin");
  ASSERT_TRUE(end(first.token));
  EXPECT_EQ(with(first.token), "bad_token");
  EXPECT_EQ(with(second.token), "in");
  ASSERT_TRUE(end(second.token, /*everywhere=*/true));
  EXPECT_EQ(with(second.token), "bad_token");
  EXPECT_EQ(with(pair.token), "bad_token");
  EXPECT_EQ(with(other.token), "in") << "of another principal";
  EXPECT_EQ(with(start().token), "in");
  const auto history = world_.ask(
      "owner", core::ListAdminHistory{.kind = std::nullopt, .id = "reseller", .limit = 1},
      {.any_of = core::Privilege::administrator});
  ASSERT_TRUE(history);
  EXPECT_EQ(std::get<core::AdminHistoryPage>(*history).entries.front().action, "sign_out");
}

// The second user of a token is the thief or the victim; nobody can tell which.
TEST(Tokens, ASpentRefreshTokenVoidsWhatWasRefreshedFromIt) {
  World world;
  const auto with = [&](const std::string& token) {
    return outcome_text(who(world, {core::BearerToken{Secret(token)}, "test", "192.0.2.1"}));
  };
  const auto trace = std::make_shared<core::Trace>();
  const auto refresh = [&](const core::Tokens& pair) {
    return core::handle_and_wait(
        world.service(),
        {.request = core::Refresh{Secret(pair.token), Secret(pair.refresh_token)}, .trace = trace});
  };
  const auto signed_in = [&] {
    return std::get<core::Tokens>(*world.ask("reseller", core::SignIn{}));
  };
  const auto first = signed_in();
  const auto other = signed_in();
  auto pair = first;
  for (int i = 0; i < 3; ++i) pair = std::get<core::Tokens>(*refresh(pair));
  EXPECT_EQ(with(pair.token), "in");
  EXPECT_EQ(trace->done.front().kind, core::Notice::Kind::token_refreshed);
  core::Tokens stolen = first;
  stolen.token = "not even the token of the pair";
  EXPECT_EQ(outcome_text(refresh(stolen)), "bad_token");
  EXPECT_EQ(trace->done.front().kind, core::Notice::Kind::token_reused);
  EXPECT_EQ(trace->name, "reseller");
  EXPECT_EQ(with(pair.token), "bad_token");
  EXPECT_EQ(outcome_text(refresh(pair)), "bad_token");
  EXPECT_EQ(with(other.token), "in") << "another sign-in is another family";
  const auto again = refresh(other);
  ASSERT_TRUE(again);
  world.clock.advance_seconds(29 * 86400);
  world.service().sweep();
  EXPECT_EQ(outcome_text(refresh(other)), "bad_token") << "remembered for as long as it was good";
  EXPECT_EQ(outcome_text(refresh(std::get<core::Tokens>(*again))), "bad_token");
}

}  // namespace
}  // namespace patchbay
