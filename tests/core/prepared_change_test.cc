// A change is planned before it is queued. If something that the plan relies on changes meanwhile,
// the outcome is what a plan in the queue gives.
#include <functional>
#include <future>
#include <utility>

#include <gtest/gtest.h>

#include "core/batch_part.h"
#include "store/verify.h"
#include "support/world.h"

namespace patchbay {
namespace {

using core::CreateCustomer;
using core::Privilege;
using core::Receipt;
using testing::set;
using testing::World;

const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce,
                                     .for_others = Privilege::commerce};

// A store in which another change comes first: before the next job is queued, `meanwhile` runs.
class OvertakenStore final : public store::Store {
 public:
  explicit OvertakenStore(std::function<void(store::Store&)>& meanwhile) : meanwhile_(meanwhile) {}
  std::unique_ptr<store::ReadTransaction> read() override { return real_->read(); }
  void write(store::Job job, store::Done done, const store::JobSubject& about) override {
    if (auto first = std::exchange(meanwhile_, nullptr)) first(*real_);
    real_->write(std::move(job), std::move(done), about);
  }
  void close() override { real_->close(); }
  [[nodiscard]] store::StoreStats stats() const override { return real_->stats(); }
  [[nodiscard]] bool plans_ahead() const override { return true; }

 private:
  std::function<void(store::Store&)>& meanwhile_;
  const std::unique_ptr<store::Store> real_ = testing::store_to_test();
};

CreateCustomer named(const std::string& name, const std::string& external_id,
                     std::int64_t parent = 10) {
  const auto edit = [](Field field, const std::string& value) {
    return core::FieldEdit{
        .target = {.field = field}, .edit = Value{value}, .field = std::string(row(field).key)};
  };
  return {.parent = CustomerId{parent},
          .edits = {edit(Field::name, name), edit(Field::external_id, external_id)}};
}

core::BulkItem line(CreateCustomer customer) {
  return {.change = std::move(customer), .if_version = {}, .problems = {}};
}

class PreparedChange : public ::testing::Test {
 protected:
  std::function<void(store::Store&)> meanwhile_;
  World world_{std::make_unique<OvertakenStore>(meanwhile_)};

  Result<core::Outcome> change(std::int64_t id, Field field, Value value) {
    return world_.ask("reseller", set(id, field, std::move(value)), kWrite);
  }

  Result<core::Outcome> create(CreateCustomer customer) {
    return world_.ask("reseller", std::move(customer), kWrite);
  }
  void expect_verified() {
    const store::VerifyReport report = store::verify(*world_.store().read());
    EXPECT_FALSE(report.difference) << *report.difference;
  }

  // Changes customer `id` in the store itself.
  static void save(store::Store& store, std::int64_t id, const Path& path, const Value& value) {
    const auto saved = store::write_and_wait(store, [&](store::Transaction& transaction) {
      const Record before = *transaction.customer(CustomerId{id});
      Record after = before;
      after.values.set(path, value);
      ++after.version;
      Entry entry{.customer = after.id,
                  .version = after.version,
                  .action = "update",
                  .by = {},
                  .differences = diff(before.values, after.values)};
      transaction.save(after, entry);
      return true;
    });
    ASSERT_EQ(saved, store::Committed::yes);
  }
};

TEST_F(PreparedChange, IsSavedAsPlanned) {
  const auto changed = change(10, Field::notes, std::string("x"));
  ASSERT_TRUE(changed) << changed.error().sentence();
  const auto& receipt = std::get<Receipt>(*changed);
  EXPECT_EQ(receipt.view.record.version, 2);
  EXPECT_EQ(receipt.view.plan.name, "Locked");
  ASSERT_EQ(receipt.differences.size(), 1U);
  EXPECT_EQ(receipt.differences.front().bond, "");
  EXPECT_EQ(world_.customer(10), receipt.view.record);
  const auto reader = world_.store().read();
  const auto history = reader->history({10}, 0, 1);
  ASSERT_EQ(history.size(), 1U);
  EXPECT_EQ(history.front().by.request, receipt.request);
  EXPECT_NE(history.front().differences.front().bond, "");
  EXPECT_TRUE(reader->request(receipt.request));
}

TEST_F(PreparedChange, IsPlannedAnewIfTheCustomerWasChanged) {
  meanwhile_ = [](store::Store& store) {
    save(store, 10, {Field::notes, {}}, std::string("theirs"));
  };
  const auto changed = change(10, Field::notes, std::string("ours"));
  ASSERT_TRUE(changed) << changed.error().sentence();
  const auto& receipt = std::get<Receipt>(*changed);
  EXPECT_EQ(receipt.view.record.version, 3);
  EXPECT_EQ(receipt.differences.front().before, Value{std::string("theirs")});
  EXPECT_EQ(world_.customer(10).text(Field::notes), "ours");
}

TEST_F(PreparedChange, IsNotNeededIfSomeoneElseMadeIt) {
  meanwhile_ = [](store::Store& store) { save(store, 10, {Field::notes, {}}, std::string("x")); };
  const auto changed = change(10, Field::notes, std::string("x"));
  ASSERT_TRUE(changed) << changed.error().sentence();
  EXPECT_FALSE(std::get<Receipt>(*changed).changed);
  EXPECT_EQ(world_.customer(10).version, 2);
}

TEST_F(PreparedChange, IsRefusedIfThePlanLocksTheFieldMeanwhile) {
  meanwhile_ = [](store::Store& store) {
    const auto saved = store::write_and_wait(store, [&](store::Transaction& transaction) {
      Reference plan = *transaction.reference(ReferenceKind::plan, 2);
      const Reference before = plan;
      plan.words.emplace_back(word(row(Field::bulk_calls).group));
      ++plan.version;
      transaction.save(plan);
      transaction.save(entry_of(&before, plan));
      return true;
    });
    ASSERT_EQ(saved, store::Committed::yes);
  };
  const auto changed = change(10, Field::bulk_calls, std::int64_t{7});
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::plan_locked);
}

// The customer is moved out of the caller's reach by a move of its parent, which is no change of
// its own.
TEST_F(PreparedChange, IsRefusedIfTheCustomerIsOutOfReachMeanwhile) {
  meanwhile_ = [](store::Store& store) { save(store, 10, {Field::parent, {}}, std::int64_t{3}); };
  const auto changed = change(12, Field::notes, std::string("x"));
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::unknown_customer);
  EXPECT_EQ(world_.customer(12).version, 1);
}

TEST_F(PreparedChange, ANewCustomerIsSavedAsPlanned) {
  const auto made = create(named("New", "e-1"));
  ASSERT_TRUE(made) << made.error().sentence();
  const auto& receipt = std::get<Receipt>(*made);
  const Record& record = receipt.view.record;
  EXPECT_GT(record.id.value, 20);
  EXPECT_EQ(receipt.view.enterprise, CustomerId{2});
  EXPECT_EQ(world_.customer(record.id.value), record);
  const auto reader = world_.store().read();
  EXPECT_EQ(reader->lineage(record.id), (std::vector<CustomerId>{record.id, {10}, {2}, {1}}));
  EXPECT_EQ(reader->customer_by_external_id({2}, "e-1"), record.id);
  CustomerQuery words;
  words.below = {2};
  words.recursive = true;
  words.terms = {"new"};
  EXPECT_EQ(reader->customers(words).records.size(), 1U);
  EXPECT_NE(reader->history(record.id, 0, 1).front().differences.front().bond, "");
  expect_verified();
}

TEST_F(PreparedChange, ANewCustomerBelowARootIsItsOwnEnterprise) {
  const Instant planned = world_.clock.now();
  // A plan in the queue would be of a later time.
  meanwhile_ = [this](store::Store&) { world_.clock.advance_seconds(60); };
  const auto made = world_.ask("owner", named("New", "e-1", 1), kWrite);
  ASSERT_TRUE(made) << made.error().sentence();
  const auto& receipt = std::get<Receipt>(*made);
  const CustomerId id = receipt.view.record.id;
  EXPECT_EQ(receipt.view.enterprise, id);
  EXPECT_EQ(world_.customer(id.value), receipt.view.record);
  const auto reader = world_.store().read();
  EXPECT_EQ(reader->lineage(id), (std::vector<CustomerId>{id, {1}}));
  EXPECT_EQ(reader->customer_by_external_id(id, "e-1"), id);
  if (testing::is_on_sqlite()) {
    EXPECT_EQ(reader->history(id, 0, 1).front().by.time, planned);
  }
  expect_verified();
}

TEST_F(PreparedChange, ANewCustomerIsPlannedAnewIfTheOneAboveWasChanged) {
  meanwhile_ = [](store::Store& store) {
    save(store, 10, {Field::currency, {}}, std::string("USD"));
  };
  const auto made = create(named("New", "e-1"));
  ASSERT_TRUE(made) << made.error().sentence();
  EXPECT_EQ(std::get<Receipt>(*made).view.record.text(Field::currency), "USD");
}

TEST_F(PreparedChange, ANewCustomerIsRefusedIfItsExternalIdIsTakenMeanwhile) {
  meanwhile_ = [](store::Store& store) {
    save(store, 11, {Field::external_id, {}}, std::string("e-1"));
  };
  const auto made = create(named("New", "e-1"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::conflict);
}

TEST_F(PreparedChange, ANewCustomerIsRefusedIfTheOneAboveIsOutOfReachMeanwhile) {
  meanwhile_ = [](store::Store& store) { save(store, 10, {Field::parent, {}}, std::int64_t{3}); };
  const auto made = create(named("New", "e-1", 12));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::unknown_customer);
}

TEST_F(PreparedChange, ANewCustomerIsRefusedIfTheOneAboveIsDeletedMeanwhile) {
  meanwhile_ = [](store::Store& store) { save(store, 11, {Field::deleted, {}}, true); };
  const auto made = create(named("New", "e-1", 11));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::unknown_customer);
}

// All lines of a bulk are planned on one snapshot, which shows none of the others.
TEST_F(PreparedChange, ABulkIsDoneAsIfOneLineCameAfterTheOther) {
  core::Bulk bulk{.what = std::vector<core::BulkItem>{}};
  auto& lines = std::get<std::vector<core::BulkItem>>(bulk.what);
  for (int i = 0; i < 600; ++i)
    lines.push_back(line(named("Customer " + std::to_string(i), "e-" + std::to_string(i))));
  lines[300] = line(named("Again", "e-299"));
  lines[301] = {.change = set(10, Field::currency, Value{std::string("USD")}),
                .if_version = {},
                .problems = {}};
  bulk.max_affected = lines.size();
  core::Call call{.caller = World::caller("reseller"),
                  .required_privilege = kWrite,
                  .request = std::move(bulk)};
  call.run_apart = [](const std::function<void()>& task) { task(); };
  const auto outcome = core::handle_and_wait(world_.service(), std::move(call));
  ASSERT_TRUE(outcome) << outcome.error().sentence();
  const auto& items = std::get<core::Batch>(*outcome).items;
  ASSERT_EQ(items.size(), 600U);
  for (std::size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(items[i].index, i);
    EXPECT_EQ(items[i].fault.has_value(), i == 300) << i;
    if (i == 300 || i == 301 || items[i].fault) continue;
    // Over PostgreSQL, changes of one customer and new customers wait in different queues.
    const std::string currency = world_.customer(items[i].id.value).text(Field::currency);
    EXPECT_TRUE(testing::is_on_postgresql() || currency == (i < 301 ? "EUR" : "USD")) << currency;
  }
  expect_verified();
}

// Both are planned on one snapshot, in which the uuid is free.
TEST_F(PreparedChange, AUuidThatIsKeptIsTakenOnce) {
  CreateCustomer first = named("First", "u-1");
  first.edits.push_back(
      {.target = {.lens = Lens::uuid}, .edit = Value{Uuid::numbered(900).text()}, .field = "uuid"});
  CreateCustomer second = first;
  second.edits.front().edit = Value{std::string("Second")};
  second.edits[1].edit = Value{std::string("u-2")};
  core::Call call{.caller = World::caller("reseller"),
                  .required_privilege = kWrite,
                  .request = core::Bulk{.what = std::vector{line(first), line(second)}}};
  call.options.keeps_uuids = true;
  call.run_apart = [](const std::function<void()>& task) { task(); };
  const auto outcome = core::handle_and_wait(world_.service(), std::move(call));
  ASSERT_TRUE(outcome) << outcome.error().sentence();
  const auto& items = std::get<core::Batch>(*outcome).items;
  ASSERT_EQ(items.size(), 2U);
  EXPECT_NE(items[0].fault.has_value(), items[1].fault.has_value());
  expect_verified();
}

// Two bulks are one batch, and an item that is sent again is not executed again.
TEST_F(PreparedChange, PartsOfABatchAreDoneOnceAndUndoneTogether) {
  const Uuid batch = Uuid::numbered(700);
  const auto numbered = [](std::size_t number) {
    core::CreateCustomer create =
        named("Part " + std::to_string(number), "p-" + std::to_string(number));
    create.edits.push_back({.target = {.lens = Lens::uuid},
                            .edit = Value{Uuid::numbered(800 + number).text()},
                            .field = "uuid"});
    // The second stands below the first.
    if (number == 2) create.parent = Uuid::numbered(801);
    return create;
  };
  const auto send = [&](const std::vector<std::size_t>& numbers) {
    core::Bulk bulk{.what = std::vector<core::BulkItem>{}};
    for (const std::size_t number : numbers)
      std::get<std::vector<core::BulkItem>>(bulk.what).push_back(line(numbered(number)));
    core::Call call{.id = batch,
                    .caller = {.credentials = {}, .door = "cli", .source = {}},
                    .required_privilege = kWrite,
                    .request = std::move(bulk)};
    call.run_apart = [](const std::function<void()>& task) { task(); };
    Result<core::Outcome> outcome = std::unexpected(Fault());
    std::promise<void> done;
    core::handle_part_as_owner(world_.service(), std::move(call), {.author = "tool"}, numbers,
                               [&](Result<core::Outcome> given) {
                                 outcome = std::move(given);
                                 done.set_value();
                               });
    done.get_future().wait();
    if (!outcome) return outcome.error().sentence();
    EXPECT_EQ(std::get<core::Batch>(*outcome).id, batch);
    std::string out;
    for (const core::BatchItem& item : std::get<core::Batch>(*outcome).items)
      out += item.fault ? item.fault->sentence() + ' ' : std::to_string(item.version) + ' ';
    return out;
  };
  EXPECT_EQ(send({1, 2}), "1 1 ");
  EXPECT_EQ(send({2, 3}), "1 1 ");
  EXPECT_EQ(world_.store().read()->requests({.batch = batch}).size(), 3U);
  // What another principal has done under the number is not told, and stays.
  core::Call theirs{.id = batch,
                    .caller = {.credentials = {}, .door = "native", .source = {}},
                    .required_privilege = kWrite,
                    .request = core::Bulk{.what = std::vector{line(numbered(1))}}};
  theirs.options.keeps_uuids = true;
  Result<core::Outcome> given = std::unexpected(Fault());
  std::promise<void> answered;
  core::handle_part_as_principal(world_.service(), std::move(theirs), 1, {1},
                                 [&](Result<core::Outcome> outcome) {
                                   given = std::move(outcome);
                                   answered.set_value();
                                 });
  answered.get_future().wait();
  ASSERT_TRUE(given) << given.error().sentence();
  const auto& fault = std::get<core::Batch>(*given).items.front().fault;
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->kind, ErrorKind::conflict);
  EXPECT_EQ(world_.store().read()->requests({.batch = batch}).size(), 3U);
  // No door can choose a uuid.
  const auto refused = create(numbered(4));
  ASSERT_FALSE(refused);

  const auto undone = world_.ask("reseller", core::UndoMany{.what = core::InBatch{batch}}, kWrite);
  ASSERT_TRUE(undone) << undone.error().sentence();
  for (const core::BatchItem& item : std::get<core::Batch>(*undone).items)
    EXPECT_FALSE(item.fault) << item.fault->sentence();
  EXPECT_TRUE(world_.store().read()->customer(Uuid::numbered(801))->deleted());
  expect_verified();
}

}  // namespace
}  // namespace patchbay
