// The engine: what it delivers, when, and which node does.
#include "engine_world.h"

namespace patchbay::reach {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::int64_t kLeaseS = Engine::kLeaseUs / 1'000'000;

TEST_F(EngineTest, DeliversWhatIsCommittedInOrder) {
  hook(1);
  const auto engine = start();
  amend(10);
  amend(11);
  amend(10);
  amend(20);
  turns(*engine);
  EXPECT_THAT(answer(), ElementsAre("1: 10/2", "1: 11/2", "1: 20/2"));
  turns(*engine);
  EXPECT_THAT(answer(), ElementsAre("1: 10/3"));
  turns(*engine);
  EXPECT_THAT(answer(), IsEmpty());
  EXPECT_EQ(ledger_.kept[1].position, newest());
  EXPECT_EQ(ledger_.attempts.size(), 4U);
  EXPECT_EQ(engine->counts().delivered, 4U);
  EXPECT_EQ(engine->counts().destinations, 1U);
}

TEST_F(EngineTest, TellsOnlyWhatIsWantedBelowItsCustomer) {
  hook(1, {10}).doors = {"native"};
  const auto engine = start();
  amend(10);
  amend(11, "native");
  amend(20, "native");
  EXPECT_THAT(serve(*engine), ElementsAre("1: 20/2"));
  EXPECT_EQ(ledger_.kept[1].position.entry, newest().entry);
}

TEST_F(EngineTest, TellsNothingForAPrincipalThatMayNotRead) {
  hook(1, {10});
  const auto engine = start();
  const auto change = [&](auto&& how) {
    how(principal_);
    store::write_and_wait(*store_, [&](store::Transaction& transaction) {
      transaction.save(principal_);
      return true;
    });
  };
  change([](Principal& each) { each.locked = true; });
  amend(10);
  EXPECT_THAT(serve(*engine), IsEmpty());
  change([](Principal& each) {
    each.locked = false;
    each.home = {11};
  });
  EXPECT_THAT(serve(*engine), IsEmpty()) << "its home is elsewhere";
  change([](Principal& each) { each.home = {10}; });
  EXPECT_THAT(serve(*engine), ElementsAre("1: 10/2")) << "and nothing is lost meanwhile";
  change([](Principal& each) { each.deleted = true; });
  amend(10);
  EXPECT_THAT(serve(*engine), IsEmpty());
}

TEST_F(EngineTest, WhatWasReadAlreadyWaitsForAPrincipalThatIsLocked) {
  hook(1);
  const auto engine = start();
  turns(*engine);
  amend(10);
  turns(*engine, 1);
  amend(10);  // it is read, and waits for the reply to the one before
  turns(*engine, 1);
  const auto lock = [&](bool locked) {
    principal_.locked = locked;
    store::write_and_wait(*store_, [&](store::Transaction& transaction) {
      transaction.save(principal_);
      return true;
    });
  };
  lock(true);
  EXPECT_THAT(serve(*engine), ElementsAre("1: 10/2")) << "which was on its way";
  lock(false);
  EXPECT_THAT(serve(*engine), ElementsAre("1: 10/3"));
}

TEST_F(EngineTest, TheSelectionOfNowDecidesAlsoOnWhatWasRead) {
  Webhook& webhook = hook(1);
  const auto engine = start();
  turns(*engine);
  amend(10);
  turns(*engine, 1);
  for (const std::int64_t each : {10, 11}) amend(each);
  network_.waiting.front().done({.status = 500});
  network_.waiting.clear();
  turns(*engine, 1);
  webhook.below = {11};
  webhook.url = "https://example.org/elsewhere";
  amend(11);
  EXPECT_THAT(serve(*engine), ElementsAre("1: 11/2", "elsewhere: 11/3"))
      << "the first was on its way; nothing of 10 goes elsewhere";
}

TEST_F(EngineTest, APrincipalWithoutTheRightDeliversNothing) {
  hook(1);
  bool may = false;
  const auto engine = Engine::make(
      {.store = *store_,
       .ledger = ledger_,
       .clock = clock_,
       .random = *random_,
       .network = network_,
       .messages = messages_,
       .node = "a",
       .is_alone = true,
       .may_deliver = [&](auto&, const Principal& each) { return may && each.id == 7; }});
  amend(10);
  EXPECT_THAT(serve(*engine), IsEmpty());
  may = true;
  EXPECT_THAT(serve(*engine), ElementsAre("1: 10/2"));
}

TEST_F(EngineTest, OneThatDoesNotAnswerHoldsUpNoOther) {
  hook(1);
  hook(2);
  const auto engine = start();
  std::vector<std::string> got;
  for (int i = 0; i < 50; ++i) {
    amend(10 + i % 3);
    turns(*engine, 1);
    std::deque<TestNetwork::Waiting> others;
    for (auto waiting = std::exchange(network_.waiting, {}); auto& each : waiting) {
      if (described(each.message).starts_with("1")) {
        others.push_back(std::move(each));
        continue;
      }
      got.push_back(described(each.message));
      each.done({.status = 200});
    }
    for (auto& each : others) network_.waiting.push_back(std::move(each));
  }
  turns(*engine);
  EXPECT_GE(got.size(), 49U);
  EXPECT_EQ(network_.waiting.size(), 3U) << "one for each customer, and no more";
}

TEST_F(EngineTest, TriesAgainAndSaysSo) {
  hook(1);
  const auto engine = start();
  for (int i = 0; i < 6; ++i) amend(10 + i % 3);
  turns(*engine);
  answer(500);
  turns(*engine, 20);
  for (int i = 0; i < 4 && notices_.empty(); ++i) {
    answer(500);
    turns(*engine, 200);
  }
  EXPECT_THAT(notices_, ElementsAre("hook 1: it takes nothing"));
  EXPECT_EQ(engine->counts().failing, 1U);
  std::set<std::string> got;
  for (int i = 0; i < 60; ++i) {
    turns(*engine, 40);
    for (std::string& each : answer()) got.insert(std::move(each));
  }
  EXPECT_EQ(got.size(), 6U);
  EXPECT_THAT(notices_,
              ElementsAre("hook 1: it takes nothing", "hook 1: it takes what it is sent"));
  EXPECT_EQ(engine->counts().failing, 0U);
  EXPECT_THAT(ledger_.kept[1].parked, IsEmpty());
}

TEST_F(EngineTest, StopsAtGoneUntilItIsEnabled) {
  hook(1);
  const auto engine = start();
  amend(10);
  turns(*engine);
  answer(410);
  amend(11);
  EXPECT_THAT(serve(*engine), IsEmpty());
  EXPECT_EQ(ledger_.kept[1].stopped, "answered 410");
  EXPECT_THAT(notices_, ElementsAre("hook 1: answered 410"));
  ledger_.kept[1].stopped.clear();
  ++ledger_.kept[1].generation;
  EXPECT_THAT(serve(*engine), UnorderedElementsAre("1: 10/2", "1: 11/2"));
}

TEST_F(EngineTest, GoesOnAfterAKill) {
  hook(1);
  auto engine = start();
  for (int i = 0; i < 9; ++i) amend(10 + i % 3);
  turns(*engine);
  const auto first = answer();
  engine = start("b");  // the first one is killed before it keeps what was delivered
  network_.waiting.clear();
  std::vector<std::string> all = serve(*engine);
  std::set<std::string> once(all.begin(), all.end());
  once.insert(first.begin(), first.end());
  EXPECT_EQ(once.size(), 9U);
}

TEST_F(EngineTest, KeepsWhatItDeliveredAtItsEnd) {
  hook(1);
  auto engine = start();
  amend(10);
  turns(*engine, 2);
  EXPECT_EQ(answer().size(), 1U);
  engine->step();
  engine->finish();
  EXPECT_EQ(ledger_.kept[1].holder, "");
  EXPECT_EQ(ledger_.kept[1].position, newest());
  engine = start("b", /*is_alone=*/false);
  amend(11);
  EXPECT_THAT(serve(*engine), ElementsAre("1: 11/2")) << "at once, for the lease was given back";
}

TEST_F(EngineTest, DeliversAgainFromAPosition) {
  const FeedPosition before = newest();
  hook(1);
  const auto engine = start();
  amend(10);
  amend(11);
  EXPECT_THAT(serve(*engine), ElementsAre("1: 10/2", "1: 11/2"));
  ledger_.kept[1].position = before;
  ++ledger_.kept[1].generation;
  EXPECT_THAT(serve(*engine), ElementsAre("1: 10/2", "1: 11/2"));
}

TEST_F(EngineTest, AnotherNodeTakesOverFromOneThatIsGone) {
  hook(1);
  auto first = start("a", /*is_alone=*/false);
  const auto second = start("b", /*is_alone=*/false);
  for (int i = 0; i < 20; ++i) {
    turns(*first, 1);
    turns(*second, 1);
  }
  EXPECT_EQ(ledger_.kept[1].holder, "a") << "a node that lives keeps its lease";
  amend(10);
  turns(*second, static_cast<int>(kLeaseS) - 3);
  EXPECT_EQ(ledger_.kept[1].holder, "a");
  turns(*second, 8);
  EXPECT_EQ(ledger_.kept[1].holder, "b");
  EXPECT_EQ(ledger_.kept[1].fence, 2);
  EXPECT_THAT(answer(), ElementsAre("1: 10/2"));
  turns(*second);
  EXPECT_THAT(notices_, ElementsAre("hook 1: another node no longer delivers"));
  // The first one was only asleep.
  amend(11);
  turns(*first, 2);
  EXPECT_THAT(answer(), IsEmpty()) << "it knows that its lease is too old";
  turns(*second, 2);
  EXPECT_THAT(answer(), ElementsAre("1: 11/2"));
  EXPECT_EQ(ledger_.kept[1].holder, "b");
}

TEST_F(EngineTest, KeepsWhatItDeliversWhenTheClockIsSetBack) {
  hook(1);
  const auto engine = start();
  amend(10);
  EXPECT_THAT(serve(*engine), ElementsAre("1: 10/2"));
  clock_.advance_seconds(-3600);
  amend(11);
  EXPECT_THAT(serve(*engine), ElementsAre("1: 11/2"));
  EXPECT_EQ(ledger_.kept[1].position, newest());
}

TEST_F(EngineTest, LeasesStandWhenTheClockIsSetBack) {
  hook(1);
  auto first = start("a", /*is_alone=*/false);
  const auto second = start("b", /*is_alone=*/false);
  const auto both = [&] {
    for (int i = 0; i < 20; ++i) {
      turns(*first, 1);
      turns(*second, 1);
    }
  };
  both();
  clock_.advance_seconds(-3600);
  both();
  EXPECT_EQ(ledger_.kept[1].holder, "a") << "a node that lives keeps its lease";
  amend(10);
  EXPECT_THAT(serve(*first), ElementsAre("1: 10/2"));
  turns(*second, 2);
  clock_.advance_seconds(-3600);
  turns(*second, static_cast<int>(kLeaseS) + 4);
  EXPECT_EQ(ledger_.kept[1].holder, "b") << "one that is gone is not waited for longer";
}

TEST_F(EngineTest, KeepsWhatItCouldNotKeepLater) {
  hook(1);
  const auto engine = start();
  ledger_.fails = true;
  amend(10);
  EXPECT_THAT(serve(*engine), ElementsAre("1: 10/2"));
  EXPECT_NE(ledger_.kept[1].position, newest());
  ledger_.fails = false;
  turns(*engine);
  EXPECT_EQ(ledger_.kept[1].position, newest());
}

TEST_F(EngineTest, LeavesAWebhookThatIsDisabledOrGone) {
  hook(1);
  hook(2);
  const auto engine = start();
  turns(*engine);
  EXPECT_EQ(engine->counts().destinations, 2U);
  ledger_.configured[1].enabled = false;
  ledger_.configured.erase(2);
  turns(*engine);
  EXPECT_EQ(engine->counts().destinations, 0U);
  amend(10);
  EXPECT_THAT(serve(*engine), IsEmpty());
  ledger_.configured[1].enabled = true;
  EXPECT_THAT(serve(*engine), ElementsAre("1: 10/2")) << "with what came meanwhile";
}

}  // namespace
}  // namespace patchbay::reach
