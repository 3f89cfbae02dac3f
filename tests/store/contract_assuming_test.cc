// Transactions that begin with what the store knew before.
#include "record/history/admin_entry.h"
#include "store/contract.h"

namespace patchbay::store {
namespace {

PATCHBAY_CONTRACT(Assuming);

const Principal kAlice{.id = 1, .name = "alice", .home = {2}, .version = 1};

bool save(Transaction& transaction, const Principal& principal) {
  transaction.save(principal);
  transaction.save(entry_of(nullptr, principal));
  return true;
}

TEST_P(Assuming, WhatIsAssumedIsCheckedByTheJob) {
  plant();
  ASSERT_EQ(write([](Transaction& transaction) { return save(transaction, kAlice); }),
            Committed::yes);
  ASSERT_TRUE(store_->read()->principal("alice"));
  const auto reader = store_->read_assuming();
  ASSERT_TRUE(reader->principal("alice"));
  const auto assumed = reader->assumed();
  if (!assumed) return;  // this store always looks
  bool was = false;
  bool is = true;
  const Job locking = [&](Transaction& transaction) {
    was = transaction.is_newest(*assumed);
    Principal locked = kAlice;
    locked.locked = true;
    locked.version = 2;
    save(transaction, locked);
    is = transaction.is_newest(*assumed);
    return true;
  };
  ASSERT_EQ(write(locking), Committed::yes);
  EXPECT_TRUE(was);
  EXPECT_FALSE(is) << "in the same transaction";
  ASSERT_EQ(write([&](Transaction& transaction) {
              is = transaction.is_newest(*assumed);
              return true;
            }),
            Committed::nothing);
  EXPECT_FALSE(is);
  EXPECT_FALSE(reader->principal("alice")->locked) << "known from before";
  EXPECT_THROW((void)reader->customer(CustomerId{101}), Overtaken);
  EXPECT_TRUE(store_->read()->principal("alice")->locked);
}

TEST_P(Assuming, OtherReadsLookAtTheDatabase) {
  plant();
  (void)store_->read()->is_live(CustomerId{101});
  const auto reader = store_->read_assuming();
  ASSERT_TRUE(reader->customer(CustomerId{101}));
  EXPECT_FALSE(reader->assumed());
  EXPECT_EQ(reader->lineage(CustomerId{101}).front(), CustomerId{101});
}

}  // namespace
}  // namespace patchbay::store
