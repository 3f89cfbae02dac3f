// History: complete, in order, and equal to the record when replayed.
#include <algorithm>

#include "record/history/chain.h"
#include "store/contract.h"

namespace patchbay::store {
namespace {

PATCHBAY_CONTRACT(History);

std::vector<Version> versions(const std::vector<Entry>& entries) {
  std::vector<Version> out;
  for (const Entry& entry : entries) out.push_back(entry.version);
  return out;
}

TEST_P(History, EntriesComeBackAsTheyWere) {
  plant();
  const Record before = store_->read()->customer(CustomerId{101}).value();
  const Record after = with(before, Field::notes, "new");
  Entry entry = entry_to(&before, after);
  entry.action = "amend";
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(after, entry);
              return true;
            }),
            Committed::yes);
  const auto history = store_->read()->history({101}, 0, 10);
  ASSERT_EQ(history.size(), 2U);
  Entry first = entry_to(nullptr, before);
  first.hash = chain_hash(chain_start(before.uuid), first);
  entry.hash = chain_hash(first.hash, entry);
  EXPECT_EQ(history[0], entry) << "with the hash that follows from the one before";
  EXPECT_EQ(history[1], first);
}

TEST_P(History, IsReadInPagesFromTheNewest) {
  plant();
  for (int i = 2; i <= 9; ++i) {
    ASSERT_EQ(amend(*store_, 101, Field::notes, std::to_string(i)), Committed::yes);
    ASSERT_EQ(amend(*store_, 102, Field::notes, std::to_string(i)), Committed::yes);
  }
  const auto reader = store_->read();
  using testing::ElementsAre;
  using testing::IsEmpty;
  EXPECT_THAT(versions(reader->history({101}, 0, 3)), ElementsAre(9, 8, 7));
  EXPECT_THAT(versions(reader->history({101}, 7, 3)), ElementsAre(6, 5, 4));
  EXPECT_THAT(versions(reader->history({101}, 3, 3)), ElementsAre(2, 1));
  EXPECT_THAT(versions(reader->history({101}, 1, 3)), IsEmpty());
  EXPECT_THAT(versions(reader->history({101}, 500, 2)), ElementsAre(9, 8));
  EXPECT_THAT(versions(reader->history({101}, 0, 0)), IsEmpty());
  EXPECT_EQ(reader->history({101}, 0, SIZE_MAX).size(), 9U);
  EXPECT_THAT(versions(reader->history({103}, 0, 3)), ElementsAre(1));
}

TEST_P(History, OfSeveralCustomersIsThatOfEach) {
  plant();
  for (int i = 2; i <= 70; ++i)
    ASSERT_EQ(amend(*store_, i % 2 == 0 ? 101 : 103, Field::notes, std::to_string(i)),
              Committed::yes);
  const auto reader = store_->read();
  std::vector<CustomerId> ids;
  for (const Record& each : reader->records({}, 100)) {
    EXPECT_EQ(each, reader->customer(each.id));
    ids.push_back(each.id);
  }
  EXPECT_EQ(ids, reader->customer_ids({}, 100));
  EXPECT_EQ(reader->records({102}, 1).front().id, CustomerId{103});
  for (const std::size_t limit : {std::size_t{0}, std::size_t{3}, std::size_t{1000}}) {
    const auto histories = reader->histories(ids.front(), ids.back(), limit);
    ASSERT_EQ(histories.size(), ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
      EXPECT_EQ(histories[i], reader->history(ids[i], 0, limit));
  }
  EXPECT_EQ(reader->histories({103}, {103}, 2).size(), 1U);
  EXPECT_TRUE(reader->histories({104'000}, {105'000}, 2).empty());
}

TEST_P(History, ReplayedItIsTheRecord) {
  plant();
  const Field fields[] = {Field::notes, Field::website, Field::account, Field::name};
  unsigned random = 3;
  for (int i = 0; i < 60; ++i) {
    random = random * 1664525 + 1013904223;
    const Field field = fields[(random >> 16) % 4];
    const bool clear = random % 3 == 0 && field != Field::name;
    ASSERT_EQ(
        amend(*store_, 101, field, clear ? std::nullopt : std::optional<Value>(std::to_string(i))),
        Committed::yes);
  }
  ASSERT_EQ(amend(*store_, 101, Field::parent, std::int64_t{900}), Committed::yes);
  const auto reader = store_->read();
  Values replayed;
  auto history = reader->history({101}, 0, 1000);
  std::ranges::reverse(history);
  Version version = 0;
  for (const Entry& entry : history) {
    ASSERT_EQ(entry.version, ++version);
    apply(replayed, entry.differences);
  }
  const Record record = reader->customer(CustomerId{101}).value();
  EXPECT_EQ(replayed, record.values);
  EXPECT_EQ(version, record.version);
}

}  // namespace
}  // namespace patchbay::store
