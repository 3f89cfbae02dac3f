// Verifying: what was kept as it should be passes, whatever was done.
#include "record/chain.h"
#include "store/contract.h"
#include "store/verify.h"

namespace patchbay::store {
namespace {

PATCHBAY_CONTRACT(Verifying);

TEST_P(Verifying, AnEmptyStoreIsWhole) {
  const Verified verified = verify(*store_->read());
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
  Reference plan{.kind = Kind::plan, .id = 4, .owner = {1}, .name = "p", .version = 1};
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
  const Verified verified =
      verify(*store_->read(), [&](const Verified& so_far) { told = so_far.customers; });
  EXPECT_FALSE(verified.difference) << *verified.difference;
  EXPECT_EQ(verified.customers, 9U);
  EXPECT_EQ(told, 9U);
  EXPECT_EQ(verified.things, 2U);
  EXPECT_EQ(verified.entries, 9U + 2502U + 3U);
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
