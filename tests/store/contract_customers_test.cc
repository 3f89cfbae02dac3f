// Single customers: saved data is found again, and mistakes of callers are refused.
#include "store/contract.h"

namespace patchbay::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PATCHBAY_CONTRACT(Customers);

std::vector<std::int64_t> numbers(const std::vector<CustomerId>& ids) {
  std::vector<std::int64_t> out;
  for (const CustomerId id : ids) out.push_back(id.value);
  return out;
}

TEST_P(Customers, WhatIsSavedIsFoundAgain) {
  plant();
  const Uuid part = Uuid::numbered(77);
  Record record = with(made(101, 2, "Global \"Träding\" \n日本"), Field::website, "www.example");
  record.values.set({Field::credit, {}}, Decimal::parse("12.50").value());
  record.values.set({Field::directory, {}}, true);
  record.values.set({Field::invoices_due, {}}, std::int64_t{-2});
  record.values.set({Field::card_number, {}}, SealedSecret{"Ym94", "1234"});
  record.values.set({Field::custom_fields, {}}, List{{"key", "value"}, {"k|2", ""}});
  record.values.set({Field::address_ordinal, part}, std::int64_t{1});
  record.values.set({Field::address_street, part}, "Main Street");
  ASSERT_EQ(save_customer(*store_, record), Committed::yes);
  EXPECT_EQ(store_->read()->customer(CustomerId{101}), record);
  EXPECT_EQ(store_->read()->customer(Uuid::numbered(101)), record);
}

TEST_P(Customers, WhatIsNotThereIsNothing) {
  const auto reader = store_->read();
  EXPECT_FALSE(reader->customer(CustomerId{7}));
  EXPECT_FALSE(reader->customer(CustomerId{0}));
  EXPECT_FALSE(reader->customer(Uuid::numbered(7)));
  EXPECT_THAT(reader->lineage({7}), IsEmpty());
  EXPECT_THAT(reader->named({1}, "nobody"), IsEmpty());
  EXPECT_FALSE(reader->customer_by_external_id({1}, "x"));
  EXPECT_FALSE(reader->has_live_children({7}));
  EXPECT_FALSE(reader->is_live({7}));
  EXPECT_FALSE(reader->is_affiliate({7}));
  EXPECT_THAT(reader->history({7}, 0, 10), IsEmpty());
  EXPECT_TRUE(reader->customers({.below = {7}, .recursive = true}).records.empty());
}

TEST_P(Customers, LineageGoesUpToTheRoot) {
  plant();
  const auto reader = store_->read();
  EXPECT_THAT(numbers(reader->lineage({124})), ElementsAre(124, 123, 2, 1));
  EXPECT_THAT(numbers(reader->lineage({1})), ElementsAre(1));
}

TEST_P(Customers, NamesAreOfLiveChildrenAndExact) {
  plant();
  ASSERT_EQ(save_customer(*store_, made(130, 2, "Twin")), Committed::yes);
  ASSERT_EQ(save_customer(*store_, made(131, 2, "Twin")), Committed::yes);
  ASSERT_EQ(save_customer(*store_, made(132, 2, "Twin")), Committed::yes);
  EXPECT_THAT(numbers(store_->read()->named({2}, "Twin")), ElementsAre(130, 131));
  ASSERT_EQ(amend(*store_, 130, Field::deleted, true), Committed::yes);
  EXPECT_THAT(numbers(store_->read()->named({2}, "Twin")), ElementsAre(131, 132));
  const auto reader = store_->read();
  EXPECT_THAT(reader->named({2}, "twin"), IsEmpty());
  EXPECT_THAT(reader->named({2}, "Twin "), IsEmpty());
  EXPECT_THAT(reader->named({2}, ""), IsEmpty());
  EXPECT_THAT(reader->named({1}, "Twin"), IsEmpty());
  EXPECT_THAT(numbers(reader->named({123}, "Example Telecom Branch")), ElementsAre(124));
}

TEST_P(Customers, ExternalIdsAreOfAnEnterprise) {
  plant();
  ASSERT_EQ(amend(*store_, 124, Field::external_id, "x-1"), Committed::yes);
  ASSERT_EQ(amend(*store_, 901, Field::external_id, "x-1"), Committed::yes);
  ASSERT_EQ(amend(*store_, 1, Field::external_id, "x-1"), Committed::yes);
  EXPECT_EQ(store_->read()->customer_by_external_id({2}, "x-1"), CustomerId{124});
  EXPECT_EQ(store_->read()->customer_by_external_id({900}, "x-1"), CustomerId{901});
  EXPECT_EQ(store_->read()->customer_by_external_id({1}, "x-1"), CustomerId{1});
  EXPECT_FALSE(store_->read()->customer_by_external_id({123}, "x-1"));
  EXPECT_FALSE(store_->read()->customer_by_external_id({2}, "X-1"));
  EXPECT_FALSE(store_->read()->customer_by_external_id({2}, ""));
  ASSERT_EQ(amend(*store_, 124, Field::deleted, true), Committed::yes);
  EXPECT_EQ(store_->read()->customer_by_external_id({2}, "x-1"), CustomerId{124});
  ASSERT_EQ(amend(*store_, 124, Field::external_id, std::nullopt), Committed::yes);
  EXPECT_FALSE(store_->read()->customer_by_external_id({2}, "x-1"));
}

TEST_P(Customers, ChildrenAndAffiliatesCountWhileTheyLive) {
  plant();
  EXPECT_TRUE(store_->read()->has_live_children({123}));
  EXPECT_FALSE(store_->read()->has_live_children({124}));
  EXPECT_FALSE(store_->read()->is_affiliate({103}));
  ASSERT_EQ(amend(*store_, 124, Field::affiliate_customer, std::int64_t{103}), Committed::yes);
  EXPECT_TRUE(store_->read()->is_affiliate({103}));
  ASSERT_EQ(amend(*store_, 124, Field::deleted, true), Committed::yes);
  EXPECT_FALSE(store_->read()->has_live_children({123}));
  EXPECT_FALSE(store_->read()->is_live({124}));
  EXPECT_TRUE(store_->read()->is_live({123}));
  EXPECT_FALSE(store_->read()->is_affiliate({103}));
  ASSERT_EQ(amend(*store_, 124, Field::deleted, std::nullopt), Committed::yes);
  EXPECT_TRUE(store_->read()->is_affiliate({103}));
  ASSERT_EQ(amend(*store_, 124, Field::affiliate_customer, std::int64_t{0}), Committed::yes);
  EXPECT_FALSE(store_->read()->is_affiliate({103}));
  EXPECT_FALSE(store_->read()->is_affiliate({0}));
}

TEST_P(Customers, AMoveTakesTheSubtreeAlong) {
  plant();
  ASSERT_EQ(save_customer(*store_, made(125, 124, "Leaf")), Committed::yes);
  ASSERT_EQ(amend(*store_, 125, Field::external_id, "leaf"), Committed::yes);
  ASSERT_EQ(amend(*store_, 123, Field::parent, std::int64_t{901}), Committed::yes);
  const auto reader = store_->read();
  EXPECT_THAT(numbers(reader->lineage({125})), ElementsAre(125, 124, 123, 901, 900, 1));
  EXPECT_FALSE(reader->customer_by_external_id({2}, "leaf"));
  EXPECT_EQ(reader->customer_by_external_id({900}, "leaf"), CustomerId{125});
  EXPECT_EQ(reader->customers({.below = {900}, .recursive = true, .count = true}).total, 4U);
  EXPECT_EQ(reader->customers({.below = {2}, .recursive = true, .count = true}).total, 3U);
}

TEST_P(Customers, AMoveToTheRootMakesAnEnterprise) {
  plant();
  ASSERT_EQ(amend(*store_, 124, Field::external_id, "x"), Committed::yes);
  ASSERT_EQ(amend(*store_, 123, Field::parent, std::int64_t{1}), Committed::yes);
  EXPECT_EQ(store_->read()->customer_by_external_id({123}, "x"), CustomerId{124});
  EXPECT_THAT(numbers(store_->read()->lineage({124})), ElementsAre(124, 123, 1));
}

// Each mistake throws std::logic_error and leaves nothing behind.
TEST_P(Customers, MistakesOfCallersAreRefused) {
  plant();
  const Record stands = store_->read()->customer(CustomerId{101}).value();
  Record skips = with(stands, Field::notes, "x");
  skips.version = 3;
  Record other_uuid = with(stands, Field::notes, "x");
  other_uuid.uuid = Uuid::numbered(5555);
  Record taken_uuid = made(200, 1, "x");
  taken_uuid.uuid = stands.uuid;
  const Record next = with(stands, Field::notes, "x");
  Entry of_other_version = entry_to(&stands, next);
  of_other_version.version = 3;
  Entry of_other_customer = entry_to(&stands, next);
  of_other_customer.customer = {102};
  const std::initializer_list<std::tuple<const char*, Record, Entry>> mistakes = {
      {"the same version", stands, entry_to(nullptr, stands)},
      {"a version is left out", skips, entry_to(&stands, skips)},
      {"an entry of another version", next, of_other_version},
      {"an entry of another customer", next, of_other_customer},
      {"a second uuid", other_uuid, entry_to(&stands, other_uuid)},
      {"a uuid of somebody else", taken_uuid, entry_to(nullptr, taken_uuid)},
      {"no such parent", made(200, 777, "x"), entry_to(nullptr, made(200, 777, "x"))},
      {"its own parent", made(200, 200, "x"), entry_to(nullptr, made(200, 200, "x"))},
      {"no id", made(0, 1, "x"), entry_to(nullptr, made(0, 1, "x"))},
  };
  for (const auto& [what, record, entry] : mistakes) {
    std::string said;
    const Committed committed = write([&](Transaction& transaction) {
      try {
        transaction.save(record, entry);
      } catch (const std::logic_error& error) {
        said = error.what();
      }
      return true;  // the writes are rolled back all the same
    });
    EXPECT_EQ(committed, Committed::failed) << what;
    EXPECT_FALSE(said.empty()) << what;
  }
  EXPECT_EQ(store_->read()->customer(CustomerId{101}), stands);
  EXPECT_EQ(store_->read()->history({101}, 0, 10).size(), 1U);
  EXPECT_FALSE(store_->read()->customer(CustomerId{200}));
}

TEST_P(Customers, NobodyStandsBelowItself) {
  plant();
  for (const std::int64_t parent : {123, 124})
    EXPECT_EQ(amend(*store_, 123, Field::parent, parent), Committed::failed) << parent;
  EXPECT_THAT(numbers(store_->read()->lineage({124})), ElementsAre(124, 123, 2, 1));
}

TEST_P(Customers, NumbersGoOnAfterTheGreatest) {
  plant();
  std::vector<std::int64_t> given;
  ASSERT_EQ(write([&](Transaction& transaction) {
              for (int i = 0; i < 3; ++i) given.push_back(transaction.next_customer().value);
              save_customer(transaction, made(2000, 1, "x"));
              given.push_back(transaction.next_customer().value);
              save_customer(transaction, made(150, 1, "y"));
              given.push_back(transaction.next_customer().value);
              return true;
            }),
            Committed::yes);
  EXPECT_THAT(given, ElementsAre(902, 903, 904, 2001, 2002));
}

}  // namespace
}  // namespace patchbay::store
