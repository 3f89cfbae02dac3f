// Many changes in one call, and their undo.
#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using core::Batch;
using core::BatchItem;
using core::Bulk;
using core::Outcome;
using core::Privilege;
using core::UpdateCustomer;
using testing::set;
using testing::World;

const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce};

core::BulkItem item(UpdateCustomer change) {
  return {.change = std::move(change), .if_version = {}, .problems = {}};
}

Bulk lines(std::vector<core::BulkItem> items) { return {.what = std::move(items)}; }

Bulk everywhere(const std::string& notes, std::size_t max = 100) {
  core::Selection selection{.list = {.below = core::Oneself{}, .query = {.recursive = true}},
                            .change = set(0, Field::notes, Value{notes})};
  return {.what = std::move(selection), .max_affected = max};
}

std::string outcome_text(const BatchItem& item) {
  std::string out = std::to_string(item.id.value) + ' ';
  if (item.fault) return out + std::string(word(item.fault->kind));
  return out + (item.changed ? "version " : "unchanged ") + std::to_string(item.version);
}

std::string outcome_text(const Result<Outcome>& outcome) {
  if (!outcome) return std::string(word(outcome.error().kind)) + ": " + outcome.error().sentence();
  std::string out;
  for (const BatchItem& each : std::get<Batch>(*outcome).items)
    out += (out.empty() ? "" : ", ") + outcome_text(each);
  return out;
}

Uuid batch_of(const Result<Outcome>& outcome) { return std::get<Batch>(*outcome).id; }

TEST(Bulk, EachChangeIsDoneOrRefusedAlone) {
  World world;
  core::BulkItem stale = item(set(11, Field::notes, Value{std::string("x")}));
  stale.if_version = 7;
  core::CreateCustomer create{
      .parent = core::Oneself{},
      .edits = {
          {.target = {.field = Field::name}, .edit = Value{std::string("New")}, .field = "name"}}};
  const auto outcome = world.ask("reseller",
                                 lines({item(set(10, Field::notes, Value{std::string("a")})),
                                        stale,
                                        item(set(20, Field::notes, Value{std::string("a")})),
                                        item(set(12, Field::name, Value{std::string("Twelve")})),
                                        {.change = create, .if_version = {}, .problems = {}}}),
                                 kWrite);
  EXPECT_EQ(outcome_text(outcome),
            "10 version 2, 11 version_differs, 20 unknown_customer, 12 unchanged 1, 21 version 1");
  EXPECT_FALSE(batch_of(outcome).is_nil());
}

TEST(Bulk, OneChangeForAllThatAListIsOf) {
  World world;
  EXPECT_EQ(outcome_text(world.ask("reseller", everywhere("x"), kWrite)),
            "10 version 2, 11 version 2, 12 version 2");
  EXPECT_EQ(outcome_text(world.ask("reseller", everywhere("x"), kWrite)),
            "10 unchanged 2, 11 unchanged 2, 12 unchanged 2");
  EXPECT_EQ(world.customer(20).version, 1) << "out of reach";
}

TEST(Bulk, MoreThanAllowedIsRefusedBeforeAnythingIsChanged) {
  World world;
  EXPECT_EQ(
      outcome_text(world.ask("reseller", everywhere("x", 2), kWrite)),
      "invalid: max_affected is 2, and more customers would be changed: raise it to allow that");
  EXPECT_EQ(world.customer(10).version, 1);
  Bulk two = lines({item(set(10, Field::notes, Clear{})), item(set(11, Field::notes, Clear{}))});
  two.max_affected = 1;
  EXPECT_EQ(
      outcome_text(world.ask("reseller", two, kWrite)),
      "invalid: max_affected is 1, and more customers would be changed: raise it to allow that");
}

TEST(Bulk, IsRehearsed) {
  World world;
  core::CallOptions options;
  options.rehearse = true;
  const auto outcome = world.ask("reseller", everywhere("x"), kWrite, options);
  EXPECT_EQ(outcome_text(outcome), "10 version 2, 11 version 2, 12 version 2");
  const Batch& batch = std::get<Batch>(*outcome);
  EXPECT_TRUE(batch.rehearsed);
  EXPECT_TRUE(batch.id.is_nil());
  EXPECT_EQ(batch.items.front().differences.size(), 1U);
  EXPECT_EQ(world.customer(10).version, 1);
}

TEST(Bulk, IsBegunOnceUnderAKey) {
  World world;
  core::CallOptions options;
  options.idempotency_key = core::IdempotencyKey{
      .key = "k", .content = "A", .field = "Idempotency-Key", .render = [](const Outcome&) {
        return std::string();
      }};
  const auto first = world.ask("reseller", everywhere("x"), kWrite, options);
  // The selection would now match other customers.
  ASSERT_TRUE(world.ask("reseller", set(12, Field::deleted, Value{true}), kWrite));
  ASSERT_TRUE(world.ask("reseller", set(10, Field::notes, Value{std::string("later")}), kWrite));
  const auto again = world.ask("reseller", everywhere("x"), kWrite, options);
  EXPECT_EQ(outcome_text(again), outcome_text(first)) << "not done again, and told as it was";
  EXPECT_EQ(batch_of(again), batch_of(first));
  EXPECT_TRUE(std::get<Batch>(*again).replayed);
  EXPECT_EQ(world.customer(10).text(Field::notes), "later");
}

TEST(Bulk, LooksForItsKeyBeforeItsSelection) {
  World world;
  core::CallOptions options;
  options.idempotency_key = core::IdempotencyKey{
      .key = "k", .content = "A", .field = "Idempotency-Key", .render = [](const Outcome&) {
        return std::string();
      }};
  const auto first = world.ask("reseller", everywhere("x"), kWrite, options);
  // The selection would now be refused.
  core::Bulk narrow = everywhere("x");
  narrow.max_affected = 1;
  ASSERT_FALSE(world.ask("reseller", narrow, kWrite));
  EXPECT_EQ(outcome_text(world.ask("reseller", narrow, kWrite, options)), outcome_text(first));
  options.idempotency_key->content = "B";
  EXPECT_EQ(outcome_text(world.ask("reseller", narrow, kWrite, options)),
            "invalid: Idempotency-Key was used before, for another request");
  // A caller who may not change anything learns nothing about keys, and a rehearsal ignores them.
  EXPECT_EQ(outcome_text(world.ask("reader", narrow, kWrite, options)),
            "role_denied: your role may only read");
  options.rehearse = true;
  EXPECT_TRUE(outcome_text(world.ask("reseller", narrow, kWrite, options))
                  .contains("more customers would"));
}

TEST(Bulk, ManyMoreThanAreUnderWayAtOnce) {
  World world;
  std::vector<core::BulkItem> items;
  for (int i = 0; i < 500; ++i)
    items.push_back(item(set(10 + i % 3, Field::notes, Value{std::to_string(i)})));
  const auto outcome = world.ask("reseller", lines(std::move(items)), kWrite);
  const Batch& batch = std::get<Batch>(*outcome);
  ASSERT_EQ(batch.items.size(), 500U);
  for (const BatchItem& each : batch.items) EXPECT_TRUE(each.changed) << each.index;
  EXPECT_EQ(world.customer(10).version, 1 + 167);
  EXPECT_EQ(outcome_text(world.ask("reseller", lines({}), kWrite)), "");
}

TEST(UndoMany, TakesABatchBack) {
  World world;
  const Uuid batch = batch_of(world.ask("reseller", everywhere("x"), kWrite));
  ASSERT_TRUE(world.ask("owner", set(11, Field::notes, Value{std::string("mine")}), kWrite));
  const core::UndoMany undo{.what = core::InBatch{batch}};
  const auto undone = world.ask("reseller", undo, kWrite);
  EXPECT_EQ(outcome_text(undone), "10 version 3, 11 conflict, 12 version 3");
  EXPECT_FALSE(world.customer(10).find(Field::notes));
  EXPECT_EQ(world.customer(11).text(Field::notes), "mine");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo, kWrite)),
            "10 unchanged 3, 11 conflict, 12 unchanged 3")
      << "once more, what was undone needs no change";
  // An undo is a batch, and can be undone.
  EXPECT_EQ(outcome_text(world.ask(
                "reseller", core::UndoMany{.what = core::InBatch{batch_of(undone)}}, kWrite)),
            "10 version 4, 12 version 4");
  EXPECT_EQ(world.customer(10).text(Field::notes), "x");
  EXPECT_EQ(outcome_text(world.ask("stranger", undo, kWrite)),
            "unknown_thing: batch changed no customer that you can see");
}

// Sends the same undo twice, as one who got no reply.
std::pair<std::string, std::string> undone_twice(World& world, const core::UndoMany& undo) {
  std::string once = outcome_text(world.ask("reseller", undo, kWrite));
  return {std::move(once), outcome_text(world.ask("reseller", undo, kWrite))};
}

TEST(UndoMany, OfSeveralChangesOfACustomerTwice) {
  World world;
  const core::UndoMany undo{.what = core::InBatch{batch_of(world.ask(
                                "reseller",
                                lines({item(set(10, Field::notes, Value{std::string("one")})),
                                       item(set(10, Field::fax, Value{std::string("1")})),
                                       item(set(10, Field::notes, Value{std::string("two")}))}),
                                kWrite))}};
  EXPECT_EQ(undone_twice(world, undo),
            std::pair(std::string("10 version 5"), std::string("10 unchanged 5")));
  EXPECT_FALSE(world.customer(10).find(Field::notes));
  // Another undo brought back one of them, which is now in the way.
  core::UpdateCustomer other{.subject = CustomerId{10}};
  other.undo = core::Undo{.versions = {5}, .paths = {{Field::notes, {}}}};
  other.action = "undo";
  ASSERT_TRUE(world.ask("reseller", other, kWrite));
  EXPECT_EQ(undone_twice(world, undo),
            std::pair(std::string("10 version 7"), std::string("10 unchanged 7")));
  EXPECT_FALSE(world.customer(10).find(Field::notes));
}

TEST(UndoMany, OfSeveralChangesOfWhichOneIsUndone) {
  World world;
  const core::UndoMany undo{.what = core::InBatch{batch_of(world.ask(
                                "reseller",
                                lines({item(set(10, Field::notes, Value{std::string("one")})),
                                       item(set(10, Field::notes, Value{std::string("two")}))}),
                                kWrite))}};
  core::UpdateCustomer newest{.subject = CustomerId{10}};
  newest.undo = core::Undo{.versions = {3}, .paths = {}};
  newest.action = "undo";
  ASSERT_TRUE(world.ask("reseller", newest, kWrite));
  EXPECT_EQ(undone_twice(world, undo),
            std::pair(std::string("10 version 5"), std::string("10 unchanged 5")));
  EXPECT_FALSE(world.customer(10).find(Field::notes));
  ASSERT_TRUE(world.ask("owner", set(10, Field::notes, Value{std::string("mine")}), kWrite));
  EXPECT_EQ(undone_twice(world, undo),
            std::pair(std::string("10 conflict"), std::string("10 conflict")));
}

TEST(UndoMany, OfNewCustomersTwice) {
  World world;
  const core::CreateCustomer create{
      .parent = CustomerId{12},
      .edits = {
          {.target = {.field = Field::name}, .edit = Value{std::string("New")}, .field = "name"}}};
  const core::UndoMany undo{.what = core::InBatch{batch_of(world.ask(
                                "reseller",
                                lines({{.change = create, .if_version = {}, .problems = {}},
                                       item(set(21, Field::notes, Value{std::string("one")}))}),
                                kWrite))}};
  EXPECT_EQ(undone_twice(world, undo),
            std::pair(std::string("21 version 3"), std::string("21 unchanged 3")));
}

TEST(UndoMany, TakesBackWhatAPrincipalDidWithinATime) {
  World world;
  const auto notes = [&](const char* who, std::int64_t id, const char* text) {
    world.clock.advance_seconds(1);
    ASSERT_TRUE(world.ask(who, set(id, Field::notes, Value{std::string(text)}), kWrite));
  };
  notes("reseller", 10, "before");
  const Instant from = world.clock.now().plus_seconds(1);
  notes("reseller", 10, "one");
  notes("reseller", 10, "two");
  notes("reseller", 12, "one");
  notes("owner", 11, "owner's");
  const Instant to = world.clock.now().plus_seconds(1);
  notes("reseller", 11, "after");
  const core::UndoMany undo{.what = core::ByPrincipal{"reseller", from, to}};
  core::CallOptions rehearsal;
  rehearsal.rehearse = true;
  EXPECT_EQ(outcome_text(world.ask("owner", undo, kWrite, rehearsal)),
            "10 version 5, 12 version 3");
  EXPECT_EQ(outcome_text(world.ask("owner", undo, kWrite)), "10 version 5, 12 version 3");
  EXPECT_EQ(world.customer(10).text(Field::notes), "before");
  EXPECT_FALSE(world.customer(12).find(Field::notes));
  EXPECT_EQ(world.customer(11).text(Field::notes), "after");
  EXPECT_EQ(outcome_text(world.ask(
                "owner", core::UndoMany{.what = core::ByPrincipal{"nobody", from, to}}, kWrite)),
            "invalid: principal names no principal that you can see");
}

TEST(UndoMany, TakesBackOneRequest) {
  World world;
  const auto made = world.ask("reseller", set(10, Field::notes, Value{std::string("a")}), kWrite);
  const core::UndoMany undo{.what = core::RequestStatus{std::get<core::Receipt>(*made).request}};
  EXPECT_EQ(outcome_text(world.ask("stranger", undo, kWrite)),
            "unknown_thing: request changed no customer that you can see");
  EXPECT_EQ(outcome_text(world.ask("reader", undo, kWrite)),
            "role_denied: your role may only read");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo, kWrite)), "10 version 3");
  EXPECT_EQ(
      outcome_text(world.ask(
          "reseller", core::UndoMany{.what = core::RequestStatus{Uuid::numbered(5)}}, kWrite)),
      "unknown_thing: request changed no customer that you can see");
}

}  // namespace
}  // namespace patchbay
