// Verification succeeds after every regular operation.
#include <algorithm>

#include "record/history/chain.h"
#include "store/contract.h"
#include "store/verify.h"

namespace patchbay::store {
namespace {

PATCHBAY_CONTRACT(Verifying);

TEST_P(Verifying, AnEmptyStoreIsWhole) {
  const VerifyReport verified = verify(*store_->read());
  EXPECT_FALSE(verified.difference) << *verified.difference;
  EXPECT_EQ(verified.customers, 0U);
}

TEST_P(Verifying, WalksAllCustomersAndThings) {
  plant();
  for (int i = 0; i < 2500; ++i)
    ASSERT_EQ(amend(*store_, 101, Field::notes, std::to_string(i)), Committed::yes);
  ASSERT_EQ(amend(*store_, 123, Field::parent, std::int64_t{900}), Committed::yes);
  ASSERT_EQ(amend(*store_, 102, Field::deleted, true), Committed::yes);
  Principal alice{.id = 1, .name = "alice", .home = {2}, .version = 1};
  Principal bob = alice;
  bob.name = "bob";
  bob.password_hash = "hash";
  bob.version = 2;
  Reference plan{.kind = ReferenceKind::plan, .id = 4, .owner = {1}, .name = "p", .version = 1};
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(alice);
              transaction.save(entry_of(nullptr, alice));
              transaction.save(bob);
              transaction.save(entry_of(&alice, bob));
              transaction.save(plan);
              transaction.save(entry_of(nullptr, plan));
              return true;
            }),
            Committed::yes);
  std::uint64_t told = 0;
  const VerifyReport verified =
      verify(*store_->read(), [&](const VerifyReport& so_far) { told = so_far.customers; });
  EXPECT_FALSE(verified.difference) << *verified.difference;
  EXPECT_EQ(verified.customers, 9U);
  EXPECT_EQ(told, 9U);
  EXPECT_EQ(verified.admin_objects, 2U);
  EXPECT_EQ(verified.entries, 9U + 2502U + 3U);
}

TEST_P(Verifying, PassesWhenOldValuesAreErased) {
  plant();
  Record record = store_->read()->customer(CustomerId{101}).value();
  constexpr std::int64_t kSince = 2'000'000'000'000'000;  // later than the planted customers
  const auto random = seeded_random(1);
  constexpr int kMore = static_cast<int>(kEraseMax) + 50;
  for (int i = 1; i <= kMore; ++i) {
    const Record after = with(record, Field::notes, std::to_string(i));
    ASSERT_EQ(write([&](Transaction& transaction) {
                Entry entry = entry_to(&record, after);
                entry.by.time = {kSince + i};
                bind(entry, *random);
                transaction.save(after, entry);
                return true;
              }),
              Committed::yes);
    record = after;
  }
  const auto erase = [&](std::int64_t before) {
    bool more = false;
    EXPECT_EQ(write([&](Transaction& transaction) {
                more = transaction.erase_history({kSince + before}, {kSince + before});
                return true;
              }),
              Committed::yes);
    return more;
  };
  const auto kept = [&] {
    int count = 0;
    for (const Entry& entry : store_->read()->history({101}, 0, 10'000))
      for (const Difference& each : entry.differences) count += is_erased(each) ? 0 : 1;
    return count;
  };
  const std::string newest = store_->read()->history({101}, 0, 1).front().hash;
  EXPECT_TRUE(erase(kMore - 10));
  EXPECT_FALSE(erase(kMore - 10));
  constexpr int kStands = 2;  // values that the first version set and that were never replaced
  EXPECT_EQ(kept(), kStands + 11);
  EXPECT_EQ(store_->read()->history({101}, 0, 1).front().hash, newest);
  EXPECT_EQ(store_->read()->customer(CustomerId{101}), record);
  const VerifyReport verified = verify(*store_->read());
  EXPECT_FALSE(verified.difference) << *verified.difference;
  EXPECT_FALSE(erase(kMore + 1));
  EXPECT_EQ(kept(), kStands);
  const Entry last = store_->read()->history({101}, 0, 1).front();
  EXPECT_EQ(erased(last.differences.at(0)), (Erased{.before = true, .after = false}));
  EXPECT_EQ(last.differences.at(0).after, Value(std::to_string(kMore))) << "what stands stays";
  const auto told = store_->read()->history(kStoreItself, 0, 10);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.front().action, "erase");
  EXPECT_EQ(told.front().by.principal, "system");
  EXPECT_FALSE(verify(*store_->read()).difference);
}

TEST_P(Verifying, PassesWhenAPersonIsErased) {
  plant();
  const auto random = seeded_random(1);
  Record record = store_->read()->customer(CustomerId{101}).value();
  const auto save = [&](const Record& after, const std::string& action) {
    ASSERT_EQ(write([&](Transaction& transaction) {
                Entry entry = entry_to(&record, after);
                entry.action = action;
                bind(entry, *random);
                transaction.save(after, entry);
                return true;
              }),
              Committed::yes);
    record = after;
  };
  for (int i = 1; i <= 5; ++i)
    save(with(record, Field::notes, "note " + std::to_string(i)), "amend");
  Record without = with(record, Field::name, std::string("erased"));
  without.values.clear({Field::notes, {}});
  save(without, "erase");
  ErasedHistory gone;
  std::vector<Value> values;
  const auto erase = [&](std::size_t limit) {
    const Committed end = write([&](Transaction& transaction) {
      values.clear();
      gone = transaction.erase_personal({101}, limit,
                                        [&](const Value& value) { values.push_back(value); });
      return true;
    });
    ASSERT_TRUE(end == Committed::yes || end == Committed::nothing);
  };
  erase(3);
  EXPECT_TRUE(gone.more);
  EXPECT_EQ(gone.entries, 3);
  EXPECT_FALSE(verify(*store_->read()).difference) << "half of it is done";
  erase(100);
  EXPECT_FALSE(gone.more);
  EXPECT_NE(std::ranges::find(values, Value(std::string("note 1"))), values.end());
  const VerifyReport verified = verify(*store_->read());
  EXPECT_FALSE(verified.difference) << *verified.difference;
  EXPECT_EQ(store_->read()->customer(CustomerId{101}), record) << "what stands stays";
  for (const Entry& entry : store_->read()->history({101}, 0, 100))
    for (const Difference& each : entry.differences)
      EXPECT_NE(each.after.value_or(Value{true}), Value(std::string("note 5")));
  erase(100);
  EXPECT_EQ(gone.entries, 0);
}

TEST_P(Verifying, TheSeedOfSaltsGoesWithTheFirstErasedValue) {
  plant();
  const auto random = seeded_random(2);
  const CustomerId parent = store_->read()->customer(CustomerId{101}).value().parent();
  Record record = made(950, parent.value, "a person");
  for (const Field field : {Field::notes, Field::account, Field::website})
    record.values.set({field, {}}, std::string(row(field).key));
  Entry making = entry_to(nullptr, record);
  bind(making, *random);
  ASSERT_FALSE(making.seed.empty());
  Record without = with(record, Field::name, std::string("erased"));
  for (const Field field : {Field::notes, Field::account, Field::website})
    without.values.clear({field, {}});
  Entry erasing = entry_to(&record, without);
  erasing.action = "erase";
  bind(erasing, *random);
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(record, making);
              return true;
            }),
            Committed::yes);
  EXPECT_EQ(store_->read()->history({950}, 0, 1).front().differences, making.differences);
  EXPECT_EQ(store_->read()->history({950}, 0, 1).front().seed, making.seed);
  EXPECT_FALSE(verify(*store_->read()).difference);
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(without, erasing);
              return transaction.erase_personal({950}, 100, [](const Value&) {}).values > 0;
            }),
            Committed::yes);
  const Entry first = store_->read()->history({950}, 0, 100).back();
  EXPECT_TRUE(first.seed.empty()) << "it leads to the salt of what was erased";
  EXPECT_TRUE(std::ranges::any_of(first.differences, is_erased));
  const VerifyReport verified = verify(*store_->read());
  EXPECT_FALSE(verified.difference) << *verified.difference;
}

TEST_P(Verifying, RepliesAreReadBehindAKey) {
  ASSERT_EQ(write([&](Transaction& transaction) {
              for (const char* key : {"a", "b", "c"})
                transaction.save(IdempotencyRecord{
                    .principal = 1, .key = key, .fingerprint = "f", .reply = key, .time = {5}});
              transaction.save(IdempotencyRecord{
                  .principal = 2, .key = "a", .fingerprint = "f", .reply = "", .time = {5}});
              return true;
            }),
            Committed::yes);
  const auto some = store_->read()->idempotency_records(1, "a", 2);
  ASSERT_EQ(some.size(), 2U);
  EXPECT_EQ(some[0].key, "b");
  EXPECT_EQ(some[1].key, "c");
  const auto rest = store_->read()->idempotency_records(1, "c", 2);
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].principal, 2);
  EXPECT_TRUE(rest[0].reply.empty());
}

TEST_P(Verifying, AThingWithoutItsHistoryIsADifference) {
  Principal alice{.id = 1, .name = "alice", .home = {2}, .version = 1};
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(alice);
              return true;
            }),
            Committed::yes);
  EXPECT_EQ(verify(*store_->read()).difference, "principal 1: history ends at version 2");
  Principal other = alice;
  other.name = "bob";
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(entry_of(nullptr, other));
              return true;
            }),
            Committed::yes);
  EXPECT_EQ(verify(*store_->read()).difference,
            "principal 1: history set name to something else than what stood after");
}

TEST_P(Verifying, ACustomerWhoseHistoryTellsOtherwiseIsADifference) {
  plant();
  const Record before = store_->read()->customer(CustomerId{101}).value();
  const Record after = with(before, Field::notes, "said");
  Entry entry = entry_to(&before, after);
  entry.differences[0].after = "told";
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(after, entry);
              return true;
            }),
            Committed::yes);
  EXPECT_EQ(verify(*store_->read()).difference,
            "customer 101: version 2 of history set notes to something else than what stood after "
            "it");
}

}  // namespace
}  // namespace patchbay::store
