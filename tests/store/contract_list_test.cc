// Lists of customers: every scope, order, filter and page.
#include "store/contract.h"

namespace patchbay::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Order = CustomerQuery::Order;

PATCHBAY_CONTRACT(Lists);

std::vector<std::int64_t> ids(Store& store, const CustomerQuery& query) {
  std::vector<std::int64_t> out;
  for (const Record& record : store.read()->customers(query).records)
    out.push_back(record.id.value);
  return out;
}

Match field_is(Field field, std::optional<Value> value) {
  return {.target = {.lens = Lens::field, .field = field, .part = {}}, .value = std::move(value)};
}

TEST_P(Lists, Scopes) {
  plant();
  EXPECT_THAT(ids(*store_, {.below = {2}}), ElementsAre(101, 102, 103, 123));
  EXPECT_THAT(ids(*store_, {.below = {2}, .itself = true}), ElementsAre(2, 101, 102, 103, 123));
  EXPECT_THAT(ids(*store_, {.below = {2}, .recursive = true}),
              ElementsAre(101, 102, 103, 123, 124));
  EXPECT_THAT(ids(*store_, {.below = {2}, .recursive = true, .itself = true}),
              ElementsAre(2, 101, 102, 103, 123, 124));
  EXPECT_THAT(ids(*store_, {.below = {1}}), ElementsAre(2, 900));
  EXPECT_THAT(ids(*store_, {.below = {1}, .recursive = true}),
              ElementsAre(2, 101, 102, 103, 123, 124, 900, 901));
  EXPECT_THAT(ids(*store_, {.below = {0}}), ElementsAre(1));
  EXPECT_THAT(ids(*store_, {.below = {0}, .recursive = true}),
              ElementsAre(1, 2, 101, 102, 103, 123, 124, 900, 901));
  EXPECT_THAT(ids(*store_, {.below = {124}}), IsEmpty());
  EXPECT_THAT(ids(*store_, {.below = {124}, .itself = true}), ElementsAre(124));
}

TEST_P(Lists, LivesAndDeleted) {
  plant();
  ASSERT_EQ(amend(*store_, 102, Field::deleted, true), Committed::yes);
  EXPECT_THAT(ids(*store_, {.below = {2}}), ElementsAre(101, 103, 123));
  EXPECT_THAT(ids(*store_, {.below = {2}, .life = Life::deleted}), ElementsAre(102));
  EXPECT_THAT(ids(*store_, {.below = {2}, .life = Life::all}), ElementsAre(101, 102, 103, 123));
}

TEST_P(Lists, OrdersAndTheirReverse) {
  plant();
  ASSERT_EQ(amend(*store_, 101, Field::account, "b"), Committed::yes);
  ASSERT_EQ(amend(*store_, 102, Field::account, "a"), Committed::yes);
  ASSERT_EQ(amend(*store_, 103, Field::account, "b"), Committed::yes);
  ASSERT_EQ(amend(*store_, 123, Field::description, "Z"), Committed::yes);
  ASSERT_EQ(amend(*store_, 101, Field::description, "a"), Committed::yes);
  ASSERT_EQ(amend(*store_, 102, Field::description, "é"), Committed::yes);
  const std::initializer_list<std::pair<Order, std::vector<std::int64_t>>> orders = {
      {Order::id, {101, 102, 103, 123}},
      {Order::name, {123, 101, 103, 102}},
      {Order::account, {123, 102, 101, 103}},
      {Order::description, {103, 123, 101, 102}}};
  for (const auto& [order, want] : orders) {
    EXPECT_EQ(ids(*store_, {.below = {2}, .order = order}), want);
    EXPECT_EQ(ids(*store_, {.below = {2}, .order = order, .descending = true}),
              std::vector<std::int64_t>(want.rbegin(), want.rend()));
  }
}

TEST_P(Lists, Filters) {
  plant();
  ASSERT_EQ(amend(*store_, 103, Field::website, "x.example"), Committed::yes);
  EXPECT_THAT(ids(*store_, {.below = {2}, .recursive = true, .name_contains = "TELECOM"}),
              ElementsAre(123, 124));
  EXPECT_THAT(ids(*store_, {.below = {2}, .name_contains = "tr"}), ElementsAre(101, 102));
  EXPECT_THAT(ids(*store_, {.below = {2}, .name_contains = "%"}), IsEmpty());
  EXPECT_THAT(ids(*store_, {.below = {2}, .name_contains = "_"}), IsEmpty());
  EXPECT_THAT(ids(*store_, {.below = {2}, .where = {field_is(Field::website, "x.example")}}),
              ElementsAre(103));
  EXPECT_THAT(ids(*store_, {.below = {2}, .where = {field_is(Field::website, std::nullopt)}}),
              ElementsAre(101, 102, 123));
  EXPECT_THAT(ids(*store_, {.below = {2},
                            .name_contains = "media",
                            .where = {field_is(Field::website, "x.example"),
                                      field_is(Field::name, "Rosebank Media")}}),
              ElementsAre(103));
}

// A condition of the caller's goes with every other filter, with pages and with the total.
TEST_P(Lists, AskTheCaller) {
  plant();
  const auto is_odd = [](const Record& record) { return record.id.value % 2 == 1; };
  EXPECT_THAT(ids(*store_, {.below = {2}, .recursive = true, .suits = is_odd}),
              ElementsAre(101, 103, 123));
  EXPECT_THAT(
      ids(*store_, {.below = {2}, .recursive = true, .name_contains = "TELECOM", .suits = is_odd}),
      ElementsAre(123));
  const CustomerPage page = store_->read()->customers(
      {.below = {2}, .recursive = true, .suits = is_odd, .offset = 1, .limit = 1, .count = true});
  ASSERT_EQ(page.records.size(), 1U);
  EXPECT_EQ(page.records.front().id.value, 103);
  EXPECT_EQ(page.total, 3U);
  EXPECT_TRUE(page.more);
}

// Pages of every kind of list put together are the whole list.
TEST_P(Lists, PagesArePiecesOfTheWhole) {
  plant();
  for (int i = 0; i < 23; ++i)
    ASSERT_EQ(save_customer(*store_, made(200 + i, 2, i % 3 ? "odd" : "Even")), Committed::yes);
  for (const std::string& name : {std::string(), std::string("e")})
    for (const std::vector<Match>& where :
         {std::vector<Match>{}, std::vector<Match>{field_is(Field::website, std::nullopt)}})
      for (const Order order : {Order::id, Order::name})
        for (const bool descending : {false, true}) {
          CustomerQuery query{.below = {2},
                              .recursive = true,
                              .name_contains = name,
                              .where = where,
                              .order = order,
                              .descending = descending,
                              .count = true};
          const std::vector<std::int64_t> whole = ids(*store_, query);
          query.limit = 5;
          for (query.offset = 0; query.offset < whole.size() + 5; query.offset += 4) {
            const CustomerPage page = store_->read()->customers(query);
            EXPECT_EQ(page.total, whole.size());
            const std::size_t first = std::min(query.offset, whole.size());
            const std::size_t last = std::min(query.offset + 5, whole.size());
            EXPECT_EQ(page.more, last < whole.size());
            ASSERT_EQ(page.records.size(), last - first);
            for (std::size_t i = first; i < last; ++i)
              EXPECT_EQ(page.records[i - first].id.value, whole[i]);
          }
        }
}

TEST_P(Lists, GoOnAfterAnId) {
  plant();
  for (const std::string& name : {std::string(), std::string("e")})
    for (const bool count : {false, true}) {
      const CustomerQuery query{.below = {1},
                                .recursive = true,
                                .name_contains = name,
                                .after = ListPosition{.id = {102}},
                                .limit = 2,
                                .count = count};
      const CustomerPage page = store_->read()->customers(query);
      ASSERT_EQ(page.records.size(), 2U);
      EXPECT_EQ(page.records[0].id.value, 103);
      EXPECT_EQ(page.records[1].id.value, 123);
      EXPECT_TRUE(page.more);
      // The total counts all matches: 102 and 101 are not on the page, and "e" is not in every
      // name.
      EXPECT_EQ(page.total, !count ? 0U : name.empty() ? 8U : 6U);
    }
  EXPECT_THAT(ids(*store_, {.below = {2}, .descending = true, .after = ListPosition{.id = {103}}}),
              ElementsAre(102, 101));
  const ListPosition rosebank{.key = "Rosebank Media", .id = {103}};
  EXPECT_THAT(ids(*store_, {.below = {2}, .order = Order::name, .after = rosebank}),
              ElementsAre(102));
  EXPECT_THAT(
      ids(*store_, {.below = {2}, .order = Order::name, .descending = true, .after = rosebank}),
      ElementsAre(101, 123));
}

TEST_P(Lists, LimitsAreKept) {
  ASSERT_EQ(write([&](Transaction& transaction) {
              save_customer(transaction, made(1, 0, "root"));
              for (int i = 0; i < 1005; ++i) save_customer(transaction, made(10 + i, 1, "x"));
              return true;
            }),
            Committed::yes);
  const CustomerPage page = store_->read()->customers({.below = {1}, .limit = 5000});
  EXPECT_EQ(page.records.size(), 1000U);
  EXPECT_TRUE(page.more);
  const CustomerPage none = store_->read()->customers({.below = {1}, .limit = 0, .count = true});
  EXPECT_TRUE(none.records.empty());
  EXPECT_TRUE(none.more);
  EXPECT_EQ(none.total, 1005U);
}

// A subtree of a few thousand customers is read in another way, with the same result.
TEST_P(Lists, LargeSubtreesReadAlike) {
  ASSERT_EQ(write([&](Transaction& transaction) {
              save_customer(transaction, made(1, 0, "root"));
              save_customer(transaction, made(2, 1, "a"));
              save_customer(transaction, made(3, 1, "b"));
              for (int i = 0; i < 2100; ++i)
                save_customer(transaction, made(10 + i, i % 100 ? 2 : 3, "x"));
              return true;
            }),
            Committed::yes);
  CustomerQuery query{.below = {2}, .recursive = true, .offset = 10, .limit = 3, .count = true};
  EXPECT_THAT(ids(*store_, query), ElementsAre(21, 22, 23));
  EXPECT_EQ(store_->read()->customers(query).total, 2079U);
  query.below = {3};
  EXPECT_THAT(ids(*store_, query), ElementsAre(1010, 1110, 1210));
  EXPECT_EQ(store_->read()->customers(query).total, 21U);
}

}  // namespace
}  // namespace patchbay::store
