// Lists in several orders.
#include "core/read/sorted_list.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using Order = CustomerQuery::Order;

std::vector<std::int64_t> ids_of(const Result<CustomerPage>& page) {
  std::vector<std::int64_t> out;
  if (page)
    for (const Record& record : page->records) out.push_back(record.id.value);
  return out;
}

CustomerQuery everyone() {
  CustomerQuery out;
  out.below = CustomerId{1};
  out.recursive = true;
  out.itself = true;
  return out;
}

TEST(SortedList, ReadsAllMatchesWhateverTheSizeOfAPage) {
  testing::World world;
  const auto reader = world.store().read();
  const std::vector<core::ListOrder> orders{{Order::account, false}, {Order::id, true}};
  const auto whole = core::sorted_page(*reader, everyone(), orders);
  ASSERT_TRUE(whole);
  std::vector<std::int64_t> due{1, 2, 3, 10, 11, 12, 20};  // none has an account
  EXPECT_EQ(whole->total, due.size());
  std::ranges::reverse(due);
  EXPECT_EQ(ids_of(whole), due);
  EXPECT_EQ(whole->enterprises.size(), due.size());
  for (const std::size_t size : {1U, 2U, 6U, 7U})
    EXPECT_EQ(ids_of(core::sorted_page(*reader, everyone(), orders, {.page = size})), due) << size;

  CustomerQuery part = everyone();
  part.offset = 2;
  part.limit = 3;
  const auto some = core::sorted_page(*reader, part, orders);
  EXPECT_EQ(ids_of(some), std::vector<std::int64_t>(due.begin() + 2, due.begin() + 5));
  EXPECT_TRUE(some->more);
  part.offset = 100;
  EXPECT_EQ(ids_of(core::sorted_page(*reader, part, orders)), std::vector<std::int64_t>());
}

TEST(SortedList, RefusesMoreThanItsBound) {
  testing::World world;
  const auto reader = world.store().read();
  const std::vector<core::ListOrder> orders{{Order::name, true}, {Order::id, false}};
  EXPECT_TRUE(core::sorted_page(*reader, everyone(), orders, {.matches = 7}));
  const auto refused = core::sorted_page(*reader, everyone(), orders, {.matches = 6});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().problems.front().what,
            "more than 6 customers match, which is too many to sort by several members: sort by "
            "one, or filter");

  CustomerQuery few = everyone();
  few.suits = [](const Record& record) { return record.id.value > 10; };
  EXPECT_EQ(core::sorted_page(*reader, few, orders, {.matches = 6})->total, 3U);
}

}  // namespace
}  // namespace patchbay
