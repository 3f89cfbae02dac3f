// A bulk can be looked up by its id, and history and the feed can be filtered by batch.
#include <gtest/gtest.h>

#include "core/administering.h"

namespace patchbay {
namespace {

using core::Batch;
using core::BatchState;
using core::Bulk;
using core::BulkItem;
using testing::set;
using testing::World;

const core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                core::Privilege::commerce};

Uuid do_bulk(World& world, const char* who, const std::vector<std::int64_t>& ids,
             const char* notes) {
  std::vector<BulkItem> items;
  for (const std::int64_t id : ids)
    items.push_back({.change = set(id, Field::notes, Value{std::string(notes)})});
  const auto outcome = world.ask(who, Bulk{.what = std::move(items)}, kWrites);
  return outcome ? std::get<Batch>(*outcome).id : Uuid{};
}

std::string known(World& world, const char* who, const Uuid& id, bool own = false) {
  const auto outcome = world.ask(who, core::RequestStatus{.id = id, .own = own});
  if (!outcome) return outcome_text(outcome);
  const auto& batch = std::get<BatchState>(*outcome);
  return batch.principal + ' ' + batch.door + ' ' + std::to_string(batch.changed) + '+' +
         std::to_string(batch.unchanged);
}

std::string changes_of(World& world, const char* who, const Uuid& batch, std::size_t limit = 100) {
  core::ListChanges changes{.below = core::Oneself{}, .query = {}};
  changes.query.batch = batch;
  changes.query.limit = limit;
  std::string out;
  for (int page = 0; page < 10; ++page) {
    const auto outcome = world.ask(who, changes);
    if (!outcome) return outcome_text(outcome);
    const auto& feed = std::get<FeedPage>(*outcome);
    for (const FeedEntry& each : feed.entries)
      out += std::to_string(each.entry.customer.value) + ' ';
    if (!feed.more) break;
    changes.after = feed.sealed_position;
  }
  return out;
}

TEST(RequestOfABatch, TellsWhoAndHowMany) {
  World world;
  ASSERT_TRUE(world.ask("reseller", set(10, Field::notes, Value{std::string("a")}), kWrites));
  const Uuid batch = do_bulk(world, "reseller", {10, 11, 12, 999}, "a");
  ASSERT_FALSE(batch.is_nil());
  EXPECT_EQ(known(world, "reseller", batch), "reseller test 2+1");
  // Only for customers within reach: admin can reach 10 and 12.
  EXPECT_EQ(known(world, "admin", batch), "reseller test 1+1");
  const std::string unknown =
      "unknown_thing: id is not a request that changed anything that you can see";
  EXPECT_EQ(known(world, "stranger", batch), unknown);
  EXPECT_EQ(known(world, "reseller", Uuid::numbered(5)), unknown);
  EXPECT_EQ(known(world, "reseller", batch, /*own=*/true),
            "unknown_thing: id is not a request of yours");
}

// "b" for each entry of a customer's history, newest first, that names `batch`; "-" for the others.
std::string batches_in_history(World& world, std::int64_t id, const Uuid& batch) {
  const auto outcome = world.ask("reseller", core::ListHistory{.subject = CustomerId{id}});
  if (!outcome) return outcome_text(outcome);
  const auto& page = std::get<core::HistoryPage>(*outcome);
  std::string out;
  for (const Entry& each : page.entries) {
    const auto found = page.batches.find(each.by.request);
    out += found != page.batches.end() && found->second == batch ? 'b' : '-';
  }
  return out;
}

TEST(RequestOfABatch, EntriesNameTheirBatch) {
  World world;
  const Uuid batch = do_bulk(world, "reseller", {10, 11}, "a");
  ASSERT_TRUE(world.ask("reseller", set(10, Field::notes, Value{std::string("b")}), kWrites));
  EXPECT_EQ(batches_in_history(world, 10, batch), "-b-");
  EXPECT_EQ(batches_in_history(world, 11, batch), "b-");

  const auto outcome =
      world.ask("reseller", core::ListChanges{.below = CustomerId{10}, .query = {}});
  ASSERT_TRUE(outcome);
  std::string named;
  for (const FeedEntry& each : std::get<FeedPage>(*outcome).entries)
    if (each.entry.customer == CustomerId{10})
      named += each.batch == batch ? 'b' : each.batch.is_nil() ? '-' : '?';
  EXPECT_EQ(named, "-b-");
}

TEST(RequestOfABatch, ItsChangesAreListed) {
  World world;
  const Uuid first = do_bulk(world, "reseller", {10, 11, 12}, "a");
  ASSERT_TRUE(world.ask("reseller", set(11, Field::notes, Value{std::string("b")}), kWrites));
  world.clock.advance_seconds(7200);
  const Uuid second = do_bulk(world, "reseller", {12, 11}, "c");
  EXPECT_EQ(changes_of(world, "reseller", first), "10 11 12 ");
  EXPECT_EQ(changes_of(world, "reseller", first, 1), "10 11 12 ");
  EXPECT_EQ(changes_of(world, "reseller", second), "12 11 ");
  EXPECT_EQ(changes_of(world, "admin", second), "12 ");
  const std::string unknown = "invalid: batch names no batch that is known here";
  EXPECT_EQ(changes_of(world, "stranger", second), unknown);
  EXPECT_EQ(changes_of(world, "reseller", Uuid::numbered(5)), unknown);
}

TEST(RequestOfABatch, HistoryIsOfIt) {
  World world;
  const Uuid first = do_bulk(world, "reseller", {10, 11}, "a");
  ASSERT_TRUE(world.ask("reseller", set(11, Field::notes, Value{std::string("b")}), kWrites));
  const Uuid second = do_bulk(world, "reseller", {11}, "c");
  const auto versions = [&](std::int64_t id, const Uuid& batch) {
    const auto outcome =
        world.ask("reseller", core::ListHistory{.subject = CustomerId{id}, .batch = batch});
    if (!outcome) return outcome_text(outcome);
    std::string out;
    for (const Entry& each : std::get<core::HistoryPage>(*outcome).entries)
      out += std::to_string(each.version) + ' ';
    return out;
  };
  EXPECT_EQ(versions(11, first), "2 ");
  EXPECT_EQ(versions(11, second), "4 ");
  const std::string none = "invalid: batch names no batch that changed this customer";
  EXPECT_EQ(versions(10, second), none);
  EXPECT_EQ(versions(10, Uuid::numbered(5)), none);
}

}  // namespace
}  // namespace patchbay
