// The ledger over a store: what a lease and a moved position refuse.
#include "reach/delivery/store_ledger.h"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/open.h"

namespace patchbay::reach {
namespace {

class StoreLedgerTest : public testing::Test {
 protected:
  StoreLedgerTest() { save(Destination{.id = 1, .position = {.entry = 5, .mark = "m"}}); }
  ~StoreLedgerTest() override { store_->close(); }

  void save(const Destination& destination) {
    store::write_and_wait(*store_, [&](store::Transaction& transaction) {
      transaction.save(destination);
      return true;
    });
  }
  std::optional<Destination> take(const Destination& seen, const std::string& node) {
    std::promise<std::optional<Destination>> taken;
    ledger_.take_lease(seen, node, [&](std::optional<Destination> now) { taken.set_value(now); });
    return taken.get_future().get();
  }
  Kept keep(const Destination& state, std::vector<DeliveryAttempt> attempts = {}) {
    std::promise<Kept> kept;
    ledger_.save(state, std::move(attempts), [&](Kept now) { kept.set_value(now); });
    return kept.get_future().get();
  }

  std::unique_ptr<store::Store> store_ = store::open_memory();
  StoreLedger ledger_{*store_};
};

TEST_F(StoreLedgerTest, OneOfTwoNodesTakesTheLease) {
  const Destination seen = *ledger_.destination(1);
  const auto first = take(seen, "a");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->holder, "a");
  EXPECT_EQ(first->fence, seen.fence + 1);
  EXPECT_FALSE(take(seen, "b"));
  EXPECT_EQ(ledger_.destination(1), first);
  EXPECT_TRUE(take(*first, "b")) << "it saw the newest state";
  EXPECT_FALSE(take({.id = 2}, "a")) << "there is none";
}

TEST_F(StoreLedgerTest, AnEarlierHolderIsRefused) {
  Destination first = *take(*ledger_.destination(1), "a");
  first.position.entry = 6;
  EXPECT_EQ(keep(first, {{.destination = 1, .number = 1}}), Kept::yes);
  const Destination second = *take(first, "b");
  first.position.entry = 7;
  EXPECT_EQ(keep(first, {{.destination = 1, .number = 2}}), Kept::refused);
  EXPECT_EQ(ledger_.destination(1), second);
  EXPECT_EQ(store_->read()->delivery_attempts(1, INT64_MAX, 10).size(), 1U);
}

TEST_F(StoreLedgerTest, WhoMovesThePositionIsNotOverwritten) {
  const Destination held = *take(*ledger_.destination(1), "a");
  Destination moved = held;
  ++moved.generation;
  moved.position = {};
  save(moved);
  EXPECT_EQ(keep(held), Kept::refused);
  EXPECT_EQ(ledger_.destination(1), moved);
}

TEST_F(StoreLedgerTest, AClosedStoreKeepsNothing) {
  const Destination held = *take(*ledger_.destination(1), "a");
  store_->close();
  EXPECT_EQ(keep(held), Kept::failed);
}

TEST_F(StoreLedgerTest, OnlyEnabledWebhooksAreDelivered) {
  store::write_and_wait(*store_, [&](store::Transaction& transaction) {
    transaction.save(to_reference({.id = 1, .name = "on", .url = "https://a.example/"}));
    transaction.save(
        to_reference({.id = 2, .name = "off", .url = "https://a.example/", .enabled = false}));
    transaction.save(
        to_reference({.id = 3, .name = "gone", .url = "https://a.example/", .deleted = true}));
    return true;
  });
  const auto webhooks = ledger_.webhooks();
  ASSERT_EQ(webhooks.size(), 1U);
  EXPECT_EQ(webhooks.front().name, "on");
}

}  // namespace
}  // namespace patchbay::reach
