// Idempotency keys: executed once, answered with the saved reply afterwards.
#include <future>

#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using core::Outcome;
using core::Privilege;
using core::Receipt;
using core::Replay;
using testing::set;
using testing::World;

const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce};

core::CallOptions under(const std::string& key, const std::string& content,
                        int* rendered = nullptr) {
  core::CallOptions options;
  options.idempotency_key =
      core::IdempotencyKey{.key = key,
                           .content = content,
                           .field = "Idempotency-Key",
                           .render = [rendered, content](const Outcome& outcome) {
                             if (rendered) ++*rendered;
                             const auto* receipt = std::get_if<Receipt>(&outcome);
                             return "reply to " + content + " at version " +
                                    std::to_string(receipt ? receipt->view.record.version : 0);
                           }};
  return options;
}

core::UpdateCustomer notes(const std::string& text) { return set(10, Field::notes, Value{text}); }

std::string outcome_text(const Result<Outcome>& outcome) {
  if (!outcome) return std::string(word(outcome.error().kind)) + ": " + outcome.error().sentence();
  if (const auto* replay = std::get_if<Replay>(&*outcome)) return "again: " + replay->reply;
  if (const auto* receipt = std::get_if<Receipt>(&*outcome))
    return "version " + std::to_string(receipt->view.record.version);
  return "other";
}

TEST(Once, ARepeatIsAnsweredAgainAndNotDoneAgain) {
  World world;
  int rendered = 0;
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("a"), kWrite, under("k", "A", &rendered))),
            "version 2");
  ASSERT_TRUE(world.ask("reseller", notes("b"), kWrite));
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("a"), kWrite, under("k", "A", &rendered))),
            "again: reply to A at version 2")
      << "though the record has moved on";
  EXPECT_EQ(rendered, 1);
  EXPECT_EQ(world.customer(10).version, 3);
}

TEST(Once, AnotherRequestUnderTheSameKeyIsRefused) {
  World world;
  ASSERT_TRUE(world.ask("reseller", notes("a"), kWrite, under("k", "A")));
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("b"), kWrite, under("k", "B"))),
            "invalid: Idempotency-Key was used before, for another request");
  EXPECT_EQ(world.customer(10).version, 2);
}

TEST(Once, KeysBelongToAPrincipal) {
  World world;
  ASSERT_TRUE(world.ask("reseller", notes("a"), kWrite, under("k", "A")));
  EXPECT_EQ(outcome_text(world.ask("owner", notes("b"), kWrite, under("k", "B"))), "version 3");
}

TEST(Once, ARefusedRequestLeavesItsKeyFree) {
  World world;
  EXPECT_EQ(outcome_text(world.ask("reader", notes("a"), kWrite, under("k", "A"))),
            "role_denied: your role may only read");
  EXPECT_TRUE(
      outcome_text(world.ask("reseller", set(10, Field::name, Clear{}), kWrite, under("k", "A")))
          .starts_with("invalid"));
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("b"), kWrite, under("k", "B"))), "version 2");
}

TEST(Once, ARehearsalNeitherTakesNorReadsAKey) {
  World world;
  core::CallOptions options = under("k", "A");
  options.rehearse = true;
  ASSERT_TRUE(world.ask("reseller", notes("a"), kWrite, options));
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("b"), kWrite, under("k", "B"))), "version 2");
}

TEST(Once, AKeyIsFreeAgainAfterItsTime) {
  core::ServiceOptions options = standard_options();
  options.idempotency_hours = 2;
  World world(options);
  ASSERT_TRUE(world.ask("reseller", notes("a"), kWrite, under("k", "A")));
  world.clock.advance_seconds(7199);
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("a"), kWrite, under("k", "A"))),
            "again: reply to A at version 2");
  world.clock.advance_seconds(1);
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("b"), kWrite, under("k", "B"))), "version 3");
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("b"), kWrite, under("k", "B"))),
            "again: reply to B at version 3");
}

TEST(Once, WhatIsKeptIsSealed) {
  World world;
  ASSERT_TRUE(world.ask("reseller", notes("a"), kWrite, under("k", "A")));
  const auto kept = world.store().read()->idempotency_record(1, "k");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->reply.find("reply"), std::string::npos);
  EXPECT_EQ(kept->fingerprint.size(), 32U);
}

TEST(Once, TwinsAtTheSameMomentAreDoneOnce) {
  World world;
  constexpr int kTwins = 40;
  std::vector<std::promise<std::string>> answers(kTwins);
  for (int i = 0; i < kTwins; ++i) {
    core::Call call{.caller = World::caller("reseller"),
                    .required_privilege = kWrite,
                    .request = notes("a"),
                    .options = under("k", "A")};
    world.service().handle(std::move(call), [&answers, i](const Result<Outcome>& outcome) {
      answers[i].set_value(outcome_text(outcome));
    });
  }
  int done = 0;
  for (auto& each : answers) {
    const std::string answer = each.get_future().get();
    done += answer == "version 2" ? 1 : 0;
    EXPECT_TRUE(answer == "version 2" || answer == "again: reply to A at version 2") << answer;
  }
  EXPECT_EQ(done, 1);
  EXPECT_EQ(world.customer(10).version, 2);
}

TEST(Once, HoldsForPrincipalsAndReferences) {
  World world;
  core::UpsertPrincipal person{.name = "bob", .roles = {{"reseller"}}, .new_key = "laptop"};
  const core::RequiredPrivilege required_privilege{.any_of = Privilege::administrator};
  ASSERT_TRUE(world.ask("owner", person, required_privilege, under("k", "A")));
  EXPECT_EQ(outcome_text(world.ask("owner", person, required_privilege, under("k", "A"))),
            "again: reply to A at version 0");
}

TEST(Once, CallsAboutTokensCannotBeRehearsed) {
  World world;
  core::CallOptions options;
  options.rehearse = true;
  EXPECT_EQ(outcome_text(world.ask("reseller", core::SignIn{}, {}, options)),
            "invalid: a call about tokens cannot be rehearsed: none would be kept");
}

}  // namespace
}  // namespace patchbay
