// How far delivery to a webhook came, and what was tried.
#include "record/admin/webhook.h"
#include "record/history/chain.h"
#include "store/contract.h"

namespace patchbay::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PATCHBAY_CONTRACT(Destinations);

Destination destination(std::int64_t id) {
  return {.id = id,
          .position = {.entry = 7,
                       .mark = std::string("\0\xff"
                                           "sixsix",
                                           8)},
          .holder = "node a",
          .fence = 3,
          .beat = 40,
          .generation = 2,
          .failures = 5,
          .failing_since = {11},
          .paused_until = {12},
          .stopped = "answered 410",
          .attempt_max = 9,
          .parked = {{.entry = 4, .customer = {101}, .version = 2, .attempts = 1, .due = {13}},
                     {.entry = 5,
                      .customer = {102},
                      .version = 8,
                      .attempts = 8,
                      .due = {},
                      .dead = "answered 500, \"said\" nothing"}}};
}

DeliveryAttempt attempt(std::int64_t destination, std::int64_t number) {
  return {.destination = destination,
          .number = number,
          .entry = 100 + number,
          .customer = {101},
          .version = number,
          .request = Uuid::numbered(static_cast<std::uint64_t>(number)),
          .attempt = 1,
          .time = {1'000'000 * number},
          .us = 1500,
          .status = number % 2 == 0 ? 200 : 500,
          .problem = number % 2 == 0 ? "" : "answered 500"};
}

std::vector<DeliveryAttempt> attempts(std::int64_t destination, std::int64_t from,
                                      std::int64_t to) {
  std::vector<DeliveryAttempt> out;
  for (std::int64_t number = from; number <= to; ++number)
    out.push_back(attempt(destination, number));
  return out;
}

std::vector<std::int64_t> numbers(const std::vector<DeliveryAttempt>& kept) {
  std::vector<std::int64_t> out;
  for (const DeliveryAttempt& each : kept) out.push_back(each.number);
  return out;
}

TEST_P(Destinations, AreReadAsTheyWereSaved) {
  ASSERT_EQ(write([](Transaction& transaction) {
              transaction.save(destination(1));
              transaction.save(Destination{.id = 2});
              return transaction.destination(1) == destination(1);
            }),
            Committed::yes);
  EXPECT_EQ(store_->read()->destination(1), destination(1));
  EXPECT_EQ(store_->read()->destination(2), Destination{.id = 2});
  EXPECT_EQ(store_->read()->destination(3), std::nullopt);
  Destination later = destination(1);
  later.parked.pop_back();
  later.fence = 4;
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(later);
              return true;
            }),
            Committed::yes);
  EXPECT_EQ(store_->read()->destination(1), later);
}

TEST_P(Destinations, KeepTheirAttempts) {
  ASSERT_EQ(write([](Transaction& transaction) {
              transaction.save(std::vector<DeliveryAttempt>{});
              transaction.save(attempts(1, 1, 3));
              transaction.save(attempts(1, 4, 6));
              transaction.save(attempts(2, 1, 1));
              return true;
            }),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_THAT(reader->delivery_attempts(1, 6, 1), ElementsAre(attempt(1, 5)));
  EXPECT_THAT(numbers(reader->delivery_attempts(1, INT64_MAX, 100)), ElementsAre(6, 5, 4, 3, 2, 1));
  EXPECT_THAT(numbers(reader->delivery_attempts(1, 3, 100)), ElementsAre(2, 1));
  EXPECT_THAT(reader->delivery_attempts(2, INT64_MAX, 100), ElementsAre(attempt(2, 1)));
  EXPECT_THAT(reader->delivery_attempts(3, INT64_MAX, 100), IsEmpty());
}

TEST_P(Destinations, ForgetTheOldestAttempts) {
  ASSERT_EQ(write([](Transaction& transaction) {
              transaction.save(attempts(1, 1, 5));
              transaction.save(attempts(1, 6, 6));
              transaction.save(attempts(2, 1, 2));
              const std::int64_t later = DeliveryAttempt::kKept + 5;
              transaction.save(attempts(1, later, later));
              return true;
            }),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_THAT(numbers(reader->delivery_attempts(1, INT64_MAX, 100)),
              ElementsAre(DeliveryAttempt::kKept + 5, 6));
  EXPECT_THAT(numbers(reader->delivery_attempts(2, INT64_MAX, 100)), ElementsAre(2, 1));
}

TEST_P(Destinations, ForgetOldAttempts) {
  constexpr std::int64_t kSecond = 1'000'000;
  const auto save = [&](const std::vector<std::vector<DeliveryAttempt>>& groups) {
    ASSERT_EQ(write([&](Transaction& transaction) {
                for (const auto& each : groups) {
                  transaction.save(Destination{.id = each.front().destination});
                  transaction.save(each);
                }
                return true;
              }),
              Committed::yes);
  };
  const auto sweep = [&](std::int64_t before_s, std::int64_t after_s) {
    ASSERT_EQ(write([&](Transaction& transaction) {
                transaction.sweep({.now = {},
                                   .deliveries_before = {before_s * kSecond},
                                   .deliveries_after = {after_s * kSecond}});
                return true;
              }),
              Committed::yes);
  };
  const auto kept = [&](std::int64_t id) {
    return numbers(store_->read()->delivery_attempts(id, INT64_MAX, 100'000));
  };
  save({attempts(1, 1, 1), attempts(1, 2, 2), attempts(1, 3, 3), attempts(2, 3, 3),
        attempts(-7, 1, 1)});
  sweep(0, 2);
  EXPECT_THAT(kept(1), ElementsAre(3, 2, 1)) << "no limit";
  sweep(3, 100);
  EXPECT_THAT(kept(1), ElementsAre(3)) << "those before, and not at, the time";
  EXPECT_THAT(kept(2), ElementsAre(3));
  EXPECT_THAT(kept(-7), IsEmpty());
  sweep(1, 2);
  EXPECT_THAT(kept(1), IsEmpty()) << "written while the clock was ahead";
  std::vector<std::vector<DeliveryAttempt>> many;
  for (std::int64_t number = 1; number <= 250; ++number)
    many.push_back(attempts(3, number, number));
  save(many);
  sweep(251, 1000);
  EXPECT_THAT(kept(3), IsEmpty()) << "more than are read at once";
}

TEST_P(Destinations, AreRemovedWithTheirAttempts) {
  ASSERT_EQ(write([](Transaction& transaction) {
              for (const std::int64_t id : {1, 2}) {
                transaction.save(destination(id));
                transaction.save(attempts(id, 1, 2));
              }
              transaction.remove_destination(1);
              transaction.remove_destination(77);
              return true;
            }),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_EQ(reader->destination(1), std::nullopt);
  EXPECT_THAT(reader->delivery_attempts(1, INT64_MAX, 100), IsEmpty());
  EXPECT_EQ(reader->destination(2), destination(2));
  EXPECT_THAT(numbers(reader->delivery_attempts(2, INT64_MAX, 100)), ElementsAre(2, 1));
}

TEST_P(Destinations, WebhooksAreReferences) {
  plant();
  const Webhook webhook{.id = 1,
                        .name = "billing",
                        .description = "a = b",
                        .url = "https://example.com/hook?a=b",
                        .below = {2},
                        .principal = 7,
                        .doors = {"flolive", "native"},
                        .actions = {"create"},
                        .fields = {"name", "credit"},
                        .include = {"name"},
                        .enabled = false,
                        .secret = std::string("\0sealed\xff", 8),
                        .old_secret = "older",
                        .old_until = {99},
                        .version = 1};
  const Reference reference = to_reference(webhook);
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(reference);
              AdminEntry entry = entry_of(nullptr, reference);
              transaction.save(entry);
              return true;
            }),
            Committed::yes);
  const auto reader = store_->read();
  const auto kept = reader->reference(ReferenceKind::webhook, 1);
  ASSERT_TRUE(kept);
  EXPECT_EQ(to_webhook(*kept), webhook);
  const auto history = reader->history(AdminObjectId{ReferenceKind::webhook, 1}, 0, 10);
  ASSERT_EQ(history.size(), 1U);
  for (const AdminDifference& each : history.front().differences)
    EXPECT_EQ(each.after.find("sealed"), each.member.ends_with("secret") ? 2U : std::string::npos)
        << each.member << ": " << each.after;
}

}  // namespace
}  // namespace patchbay::store
