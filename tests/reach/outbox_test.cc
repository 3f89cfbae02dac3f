// The pure decisions for one destination: every event in every state that matters.
#include <gmock/gmock.h>

#include "outbox_world.h"

namespace patchbay::reach {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(OutboxTest, SendsCustomersBesideEachOtherAndOneInOrder) {
  begin();
  add(1, {7, 8, 7, 9, 8});
  EXPECT_THAT(sendable(), ElementsAre(1, 2, 4));
  EXPECT_THAT(sendable(), IsEmpty());
  finish(2, ok());
  EXPECT_THAT(sendable(), ElementsAre(5));
  finish(1, ok());
  EXPECT_THAT(sendable(), ElementsAre(3));
}

TEST_F(OutboxTest, MovesThePositionOverWhatIsDoneWithoutGaps) {
  begin();
  add(1, {7, 8, 9});
  EXPECT_THAT(sendable(), ElementsAre(1, 2, 3));
  finish(3, ok());
  EXPECT_EQ(position(), 0);
  finish(1, ok());
  EXPECT_EQ(position(), 1);
  finish(2, ok());
  EXPECT_EQ(position(), 3);
  EXPECT_TRUE(outbox_->has_changes());
  EXPECT_THAT(outbox_->take_state().position.mark, "mark3");
  EXPECT_FALSE(outbox_->has_changes());
}

TEST_F(OutboxTest, MovesThePositionOverPagesWithNothingWanted) {
  begin();
  outbox_->add({}, {.entry = 500, .mark = "m"});
  EXPECT_EQ(position(), 500);
  EXPECT_TRUE(outbox_->has_changes());
}

TEST_F(OutboxTest, ParksWhatFailsAndWhatWaitsBehindIt) {
  begin();
  add(1, {7, 8, 7, 7});
  EXPECT_THAT(sendable(), ElementsAre(1, 2));
  finish(1, broken());
  finish(2, ok());
  EXPECT_THAT(parked(), ElementsAre("1", "3", "4"));
  EXPECT_EQ(position(), 4);
  add(5, {7});
  EXPECT_THAT(parked(), ElementsAre("1", "3", "4", "5"));
  EXPECT_THAT(sendable(), IsEmpty());
  later(7);
  EXPECT_THAT(sendable(), ElementsAre(1));
  EXPECT_EQ(sent_.at(1).attempt, 2);
  finish(1, ok());
  for (const std::int64_t next : {3, 4, 5}) {
    EXPECT_THAT(sendable(), ElementsAre(next));
    finish(next, ok());
  }
  EXPECT_THAT(parked(), IsEmpty());
}

TEST_F(OutboxTest, GivesUpAfterTheLastAttemptAndGoesOnWithTheCustomer) {
  begin();
  add(1, {7, 7});
  for (std::int64_t attempt = 1; attempt <= kAttemptsMax; ++attempt) {
    EXPECT_THAT(sendable(), ElementsAre(1)) << attempt;
    EXPECT_EQ(sent_.at(1).attempt, attempt);
    finish(1, broken());
    later(12 * kHour);
  }
  EXPECT_THAT(parked(), ElementsAre("1 dead: answered 500", "2"));
  EXPECT_THAT(sendable(), ElementsAre(2));
  finish(2, ok());
  EXPECT_THAT(parked(), ElementsAre("1 dead: answered 500"));
  EXPECT_EQ(outbox_->take_attempts().size(), 9U);
}

TEST_F(OutboxTest, PausesADestinationThatTakesNothingAndTriesOneAtATime) {
  begin();
  add(1, {11, 12, 13, 14, 15, 16, 17});
  const auto all = sendable();
  EXPECT_EQ(all.size(), 7U);
  for (const std::int64_t each : all) finish(each, broken());
  EXPECT_EQ(outbox_->kept().failures, 7);
  EXPECT_THAT(sendable(), IsEmpty());
  EXPECT_FALSE(outbox_->wants_more(now_));
  later(120);
  EXPECT_FALSE(outbox_->wants_more(now_)) << "while older ones are due";
  const auto probe = sendable();
  EXPECT_EQ(probe.size(), 1U);
  finish(probe.front(), ok());
  EXPECT_EQ(sendable().size(), 6U) << "all again once it takes one";
  EXPECT_TRUE(outbox_->wants_more(now_));
}

TEST_F(OutboxTest, WaitsAsLongAsTheReceiverAsks) {
  begin();
  add(1, {7, 8});
  EXPECT_THAT(sendable(), ElementsAre(1, 2));
  finish(1, {.status = 429, .retry_after = "100"});
  finish(2, ok());
  add(3, {9});
  EXPECT_THAT(sendable(), IsEmpty()) << "although it took one that was under way";
  later(99);
  EXPECT_THAT(sendable(), IsEmpty());
  later(2);
  EXPECT_THAT(sendable(), ElementsAre(3, 1));
}

TEST_F(OutboxTest, StopsAtGone) {
  begin();
  add(1, {7, 8});
  EXPECT_THAT(sendable(), ElementsAre(1, 2));
  finish(1, {.status = 410});
  EXPECT_EQ(outbox_->kept().stopped, "answered 410");
  finish(2, ok());
  later(100 * kHour);
  EXPECT_THAT(sendable(), IsEmpty());
  EXPECT_FALSE(outbox_->wants_more(now_));
  EXPECT_FALSE(outbox_->due());
  Destination enabled = outbox_->take_state();
  enabled.stopped.clear();
  enabled.paused_until = {};
  begin(enabled);
  EXPECT_THAT(sendable(), ElementsAre(1)) << "what was answered 410 is sent again";
}

TEST_F(OutboxTest, StopsAfterFiveDaysOfFailures) {
  begin();
  add(1, {7});
  serve(broken());
  for (int i = 0; i < 130 && !outbox_->is_stopped(); ++i) {
    later(kHour);
    if (outbox_->wants_more(now_)) add(100 + i, {100 + i});
    serve(broken());
  }
  EXPECT_EQ(outbox_->kept().stopped, "took nothing for five days: answered 500");
  EXPECT_GE(now_.us - kStart.us, kFailingSecondsMax * 1'000'000);
}

TEST_F(OutboxTest, WithAddressesOfEachCustomerOneThatFailsSaysNothingOfTheOthers) {
  begin();
  outbox_->set_own_addresses(true);
  std::vector<std::int64_t> all;
  for (std::int64_t each = 1; each <= 10; ++each) all.push_back(each);
  add(100, all);
  for (const std::int64_t each : sendable()) finish(each, each < 108 ? broken() : ok());
  EXPECT_EQ(outbox_->kept().failures, 0);
  EXPECT_EQ(outbox_->kept().paused_until, Instant{});
  add(200, {20});
  EXPECT_THAT(sendable(), ElementsAre(200)) << "others go on at once";
  finish(200, {.status = 410});
  EXPECT_FALSE(outbox_->is_stopped());
  EXPECT_THAT(parked(), testing::Contains("200 dead: answered 410"));
  for (int i = 0; i < 3; ++i) {
    now_ = now_.plus_seconds(kHour);
    serve(broken());
  }
  EXPECT_EQ(outbox_->waiting(), 0U) << "each is given up after its fourth attempt";
  EXPECT_FALSE(outbox_->is_stopped());
}

TEST_F(OutboxTest, WithAddressesOfEachCustomerWhatWaitsForOneDoesNotKeepChangesFromOthers) {
  begin();
  outbox_->set_own_addresses(true);
  // One customer whose address fails changes again and again.
  std::int64_t entry = 1;
  for (std::size_t round = 0; round < Destination::kWaitingMax; ++round, ++entry) {
    add(entry, {7});
    serve(broken());
  }
  ASSERT_TRUE(outbox_->wants_more(now_));
  add(entry, {8});
  EXPECT_THAT(sendable(), ElementsAre(entry));
  EXPECT_TRUE(outbox_->wants_more(now_)) << "the oldest gave way";
  EXPECT_LT(outbox_->waiting(), Destination::kWaitingMax);
  finish(entry, ok());
  // The head is given up after its fourth attempt, and what waits behind it with it.
  for (int i = 0; i < 4; ++i) {
    now_ = now_.plus_seconds(kHour);
    serve(broken());
  }
  EXPECT_EQ(outbox_->waiting(), 0U);
}

TEST_F(OutboxTest, GoesOnAfterARestart) {
  begin();
  add(1, {7, 8, 7});
  EXPECT_THAT(sendable(), ElementsAre(1, 2));
  finish(1, broken());
  // 2 was under way when the process was killed.
  begin(outbox_->take_state());
  EXPECT_EQ(outbox_->read_position().entry, 1);
  add(2, {8, 7});  // the journal is read from the position on
  EXPECT_THAT(sendable(), ElementsAre(2)) << "again, with the same number";
  later(7);
  EXPECT_THAT(sendable(), ElementsAre(1));
  EXPECT_EQ(sent_.at(1).change, nullptr) << "it is to be read from history";
  finish(1, ok());
  EXPECT_THAT(sendable(), ElementsAre(3));
}

TEST_F(OutboxTest, DropsWhatMayNotBeSentAnyMore) {
  begin();
  add(1, {7, 7});
  EXPECT_THAT(sendable(), ElementsAre(1));
  outbox_->drop(sent_.at(1));
  EXPECT_EQ(position(), 1);
  EXPECT_THAT(sendable(), ElementsAre(2));
  EXPECT_THAT(outbox_->take_attempts(), IsEmpty());
}

TEST_F(OutboxTest, IsBounded) {
  begin();
  std::vector<std::int64_t> many(Outbox::kWindow);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<std::int64_t>(100 + i);
  add(1, many);
  EXPECT_FALSE(outbox_->wants_more(now_));
  EXPECT_EQ(sendable().size(), Outbox::kAtOnce);
  begin();
  add(1, {7});
  serve(broken());
  add(2, std::vector<std::int64_t>(Destination::kWaitingMax + 50, 7));
  EXPECT_EQ(outbox_->waiting(), Destination::kWaitingMax);
  EXPECT_FALSE(outbox_->wants_more(now_));
}

TEST_F(OutboxTest, KeepsTheNewestDeadOnes) {
  Destination kept{.id = 1};
  for (std::size_t i = 1; i <= Destination::kDeadMax; ++i)
    kept.parked.push_back({.entry = static_cast<std::int64_t>(i),
                           .customer = {5},
                           .version = static_cast<Version>(i),
                           .dead = "old"});
  kept.parked.push_back(
      {.entry = 9000, .customer = {6}, .version = 1, .attempts = kAttemptsMax - 1, .due = kStart});
  begin(kept);
  EXPECT_THAT(sendable(), ElementsAre(9000));
  finish(9000, broken());
  const auto all = parked();
  EXPECT_EQ(all.size(), Destination::kDeadMax);
  EXPECT_EQ(all.front(), "2 dead: old");
  EXPECT_EQ(all.back(), "9000 dead: answered 500");
}

TEST_F(OutboxTest, NotesEveryAttempt) {
  begin({.id = 4, .attempt_max = 10});
  add(1, {7});
  EXPECT_THAT(sendable(), ElementsAre(1));
  const Instant began = now_;
  later(2);
  const Uuid request = Uuid::numbered(9);
  outbox_->finish(sent_.at(1), broken(), began, now_, request, *random_);
  const auto attempts = outbox_->take_attempts();
  ASSERT_EQ(attempts.size(), 1U);
  EXPECT_EQ(attempts[0], (DeliveryAttempt{.destination = 4,
                                          .number = 11,
                                          .entry = 1,
                                          .customer = {7},
                                          .version = 1,
                                          .request = request,
                                          .attempt = 1,
                                          .time = began,
                                          .us = 2'000'000,
                                          .status = 500,
                                          .problem = "answered 500"}));
}

// Whatever the receiver answers and however often the process is killed, each change is delivered
// or dead at the end, and changes of one customer arrive in order.
TEST_F(OutboxTest, LosesNothingAndKeepsTheOrder) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const auto random = seeded_random(seed);
    const auto below = [&](std::int64_t bound) { return random_number(*random) % bound; };
    std::vector<FeedEntry> journal;
    std::map<std::int64_t, Version> versions;
    for (std::int64_t entry = 1; entry <= 40; ++entry) {
      const std::int64_t customer = 1 + below(4);
      journal.push_back(change(entry, customer, ++versions[customer]));
    }
    now_ = kStart;
    begin();
    Destination disk{.id = 1};
    std::map<std::int64_t, Version> arrived;
    std::set<std::int64_t> delivered;
    const auto dead = [&] {
      std::size_t count = 0;
      for (const ParkedDelivery& each : outbox_->take_state().parked)
        if (!each.dead.empty() && !delivered.contains(each.entry)) ++count;
      return count;
    };
    for (int turn = 0; turn < 5000 && delivered.size() + dead() < 40; ++turn) {
      if (outbox_->wants_more(now_)) {
        std::vector<FeedEntry> page;
        FeedPosition next = outbox_->read_position();
        for (const FeedEntry& each : journal)
          if (each.position.entry > next.entry && page.size() < 5) page.push_back(each);
        if (!page.empty()) next = page.back().position;
        outbox_->add(std::move(page), next);
      }
      while (auto sending = outbox_->next(now_)) {
        const bool taken = below(3) > 0;
        if (taken) {
          // A later version never arrives before an earlier one.
          EXPECT_LE(sending->version, arrived[sending->customer.value] + 1) << seed;
          arrived[sending->customer.value] =
              std::max(arrived[sending->customer.value], sending->version);
          delivered.insert(sending->entry);
        }
        if (!taken && sending->attempt == kAttemptsMax)
          arrived[sending->customer.value] =
              std::max(arrived[sending->customer.value], sending->version);
        if (below(10) > 0)
          outbox_->finish(*sending, taken ? ok() : broken(), now_, now_, {}, *random);
        else
          break;  // it stays under way until the process is killed
      }
      if (below(3) == 0) disk = outbox_->take_state();
      if (below(12) == 0) begin(disk);
      later(1 + below(2 * kHour));
    }
    for (const ParkedDelivery& each : outbox_->take_state().parked)
      if (!each.dead.empty()) delivered.insert(each.entry);
    EXPECT_EQ(delivered.size(), 40U) << "seed " << seed;
  }
}

TEST_F(OutboxTest, WaitsNoLongerWhenTheClockIsSetBack) {
  begin();
  add(1, {7, 8});
  serve(ok());
  add(3, {7});
  serve(broken());
  const Destination kept = outbox_->take_state();
  later(-30 * 24 * kHour);
  EXPECT_THAT(sendable(), IsEmpty()) << "the delay still counts";
  later(7);
  EXPECT_THAT(sendable(), ElementsAre(3)) << "5 s and a fifth after the failure";
  // The same when the clock was set back while the program did not run: then at most the longest.
  begin(kept);
  EXPECT_THAT(sendable(), IsEmpty());
  later(12 * kHour);
  EXPECT_THAT(sendable(), ElementsAre(3));
}

TEST_F(OutboxTest, APauseEndsWhenTheClockIsSetBack) {
  begin();
  add(1, {1, 2, 3, 4, 5, 6});
  while (outbox_->kept().failures < kFailuresBeforePause + 4) {
    serve(broken());
    later(12 * kHour);
  }
  serve(broken());
  ASSERT_GT(outbox_->kept().paused_until, now_);
  const std::int64_t before = outbox_->kept().paused_until.us - now_.us;
  later(-365 * 24 * kHour);
  EXPECT_THAT(sendable(), IsEmpty());
  EXPECT_EQ(outbox_->kept().paused_until.us - now_.us, before);
  EXPECT_LE(outbox_->kept().failing_since, now_)
      << "five days without success are counted from now";
}

}  // namespace
}  // namespace patchbay::reach
