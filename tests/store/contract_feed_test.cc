// The feed: every entry once, in the order of commits, from any position and within limits.
#include <future>

#include "record/history/chain.h"
#include "store/contract.h"

namespace patchbay::store {
namespace {

PATCHBAY_CONTRACT(Feed);

using testing::ElementsAre;
using testing::IsEmpty;

// Returns "101v2" for each entry.
std::vector<std::string> told(const std::vector<FeedEntry>& entries) {
  std::vector<std::string> out;
  for (const FeedEntry& each : entries)
    out.push_back(std::to_string(each.entry.customer.value) + 'v' +
                  std::to_string(each.entry.version));
  return out;
}

// Returns all pages from the query's position on, each in a separate read transaction.
std::vector<std::string> followed(Store& store, FeedQuery query) {
  std::vector<std::string> out;
  for (bool more = true; more;) {
    const FeedPage page = store.read()->feed(query);
    EXPECT_FALSE(page.lost);
    EXPECT_LE(page.entries.size(), query.limit);
    for (std::string& each : told(page.entries)) out.push_back(std::move(each));
    more = page.more;
    query.after = page.next;
  }
  return out;
}

TEST_P(Feed, BeginsAtTheFirstEntryAndGoesInTheOrderOfCommits) {
  plant();
  for (const std::int64_t id : {102, 901, 102, 1, 101})
    ASSERT_EQ(amend(*store_, id, Field::notes, std::to_string(id)), Committed::yes);
  const std::vector<std::string> all{"1v1",   "2v1",   "101v1", "102v1", "103v1", "123v1", "124v1",
                                     "900v1", "901v1", "102v2", "901v2", "102v3", "1v2",   "101v2"};
  for (const std::size_t limit : {1U, 2U, 3U, 13U, 14U, 15U, 1000U})
    EXPECT_EQ(followed(*store_, {.below = {1}, .limit = limit}), all) << limit;
}

TEST_P(Feed, TellsAnEntryAsHistoryDoes) {
  plant();
  ASSERT_EQ(amend(*store_, 101, Field::notes, "new"), Committed::yes);
  const auto reader = store_->read();
  const FeedPage page = reader->feed({.below = {101}});
  const auto history = reader->history({101}, 0, 10);
  ASSERT_EQ(page.entries.size(), 2U);
  EXPECT_EQ(page.entries[0].entry, history[1]);
  EXPECT_EQ(page.entries[1].entry, history[0]);
  EXPECT_EQ(page.entries[1].uuid, Uuid::numbered(101));
  EXPECT_EQ(page.entries[1].position.mark, history[0].hash.substr(0, FeedPosition::kMarkBytes));
}

TEST_P(Feed, GoesOnFromAnyEntry) {
  plant();
  const auto all = store_->read()->feed({.below = {1}}).entries;
  ASSERT_EQ(all.size(), 9U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto rest = followed(*store_, {.below = {1}, .after = all[i].position, .limit = 2});
    const auto expected = told({all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end()});
    EXPECT_EQ(rest, expected) << "after " << i;
  }
}

TEST_P(Feed, IsPolledFromWhereItEnded) {
  plant();
  FeedQuery query{.below = {2}};
  FeedPage page = store_->read()->feed(query);
  EXPECT_FALSE(page.more);
  query.after = page.next;
  for (int i = 0; i < 3; ++i) {
    page = store_->read()->feed(query);
    EXPECT_THAT(page.entries, IsEmpty());
    EXPECT_FALSE(page.more);
    EXPECT_EQ(page.next, *query.after) << "nothing came, and the place stays";
  }
  ASSERT_EQ(amend(*store_, 124, Field::notes, "a"), Committed::yes);
  page = store_->read()->feed(query);
  EXPECT_THAT(told(page.entries), ElementsAre("124v2"));
  EXPECT_EQ(page.next, page.entries.back().position);
}

TEST_P(Feed, CanBeginNow) {
  EXPECT_EQ(store_->read()->feed({.below = {1}, .after = {}}).next, FeedPosition{})
      << "nothing yet";
  plant();
  const FeedPage now = store_->read()->feed({.below = {2}, .after = {}});
  EXPECT_THAT(now.entries, IsEmpty());
  EXPECT_FALSE(now.more);
  ASSERT_EQ(amend(*store_, 103, Field::notes, "a"), Committed::yes);
  EXPECT_THAT(followed(*store_, {.below = {2}, .after = now.next}), ElementsAre("103v2"));
}

TEST_P(Feed, ShowsWhatIsInReachNow) {
  plant();
  EXPECT_THAT(followed(*store_, {.below = {123}}), ElementsAre("123v1", "124v1"));
  EXPECT_THAT(followed(*store_, {.below = {901}}), ElementsAre("901v1"));
  EXPECT_THAT(followed(*store_, {.below = {12}}), IsEmpty()) << "no such customer";
  ASSERT_EQ(amend(*store_, 123, Field::parent, std::int64_t{900}), Committed::yes);
  ASSERT_EQ(amend(*store_, 101, Field::deleted, true), Committed::yes);
  EXPECT_THAT(followed(*store_, {.below = {900}}),
              ElementsAre("123v1", "124v1", "900v1", "901v1", "123v2"));
  EXPECT_THAT(followed(*store_, {.below = {2}}),
              ElementsAre("2v1", "101v1", "102v1", "103v1", "101v2"))
      << "of the deleted too";
}

// Writes an entry of 101 at the given second, with a request record.
Committed told_at(Store& store, std::int64_t second, std::uint64_t request) {
  const Record before = store.read()->customer(CustomerId{101}).value();
  const Record after = with(before, Field::notes, std::to_string(request));
  Entry entry = entry_to(&before, after);
  entry.by.time = Instant{}.plus_seconds(second);
  entry.by.request = Uuid::numbered(request);
  const RequestRecord note{.id = entry.by.request,
                           .principal = 1,
                           .home = {1},
                           .customer = {101},
                           .version = after.version,
                           .changed = true,
                           .batch = {},
                           .door = entry.by.door,
                           .time = entry.by.time};
  return write_and_wait(store, [&](Transaction& transaction) {
    transaction.save(after, entry);
    transaction.save(note);
    return true;
  });
}

TEST_P(Feed, KeepsToATime) {
  plant();
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t begin = store_->read()->history({101}, 0, 1).front().by.time.seconds() + kDay;
  // The clock of the third entry was slow.
  for (const auto& [request, second] :
       std::initializer_list<std::pair<std::uint64_t, std::int64_t>>{
           {1, 0}, {2, kDay}, {3, kDay - 60}, {4, kDay + 60}, {5, 3 * kDay}})
    ASSERT_EQ(told_at(*store_, begin + second, request), Committed::yes);
  const auto within = [&](std::int64_t from, std::int64_t to, std::size_t limit) {
    return followed(*store_, {.below = {1},
                              .from = Instant{}.plus_seconds(begin + from),
                              .to = Instant{}.plus_seconds(begin + to),
                              .limit = limit});
  };
  for (const std::size_t limit : {1U, 2U, 100U}) {
    EXPECT_THAT(within(0, 1, limit), ElementsAre("101v2"));
    EXPECT_THAT(within(kDay - 60, kDay + 60, limit), ElementsAre("101v3", "101v4"));
    EXPECT_THAT(within(kDay, 4 * kDay, limit), ElementsAre("101v3", "101v5", "101v6"));
    EXPECT_THAT(within(4 * kDay, 5 * kDay, limit), IsEmpty());
    EXPECT_THAT(within(-2, -1, limit), IsEmpty());
  }
}

TEST_P(Feed, KeepsToARequest) {
  plant();
  for (const std::uint64_t request : {1U, 2U, 3U})
    ASSERT_EQ(told_at(*store_, 1'800'000'000 + static_cast<std::int64_t>(request), request),
              Committed::yes);
  const auto by = [&](std::uint64_t request, std::int64_t below) {
    const FeedPage page = store_->read()->feed(
        {.below = {below}, .after = FeedPosition{}, .request = Uuid::numbered(request)});
    EXPECT_FALSE(page.more);
    return told(page.entries);
  };
  EXPECT_THAT(by(2, 1), ElementsAre("101v3"));
  EXPECT_THAT(by(2, 101), ElementsAre("101v3"));
  EXPECT_THAT(by(2, 900), IsEmpty());
  EXPECT_THAT(by(7, 1), IsEmpty());
  const auto reader = store_->read();
  const FeedPage page = reader->feed({.below = {1}, .request = Uuid::numbered(1)});
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.next, reader->feed({.below = {1}, .after = {}}).next);
  EXPECT_THAT(
      reader
          ->feed(
              {.below = {1}, .after = page.entries.front().position, .request = Uuid::numbered(1)})
          .entries,
      IsEmpty());
}

TEST_P(Feed, KeepsToADoorAndAPrincipal) {
  plant();
  const Record before = store_->read()->customer(CustomerId{101}).value();
  const Record after = with(before, Field::notes, "x");
  Entry entry = entry_to(&before, after);
  entry.by.door = "another";
  entry.by.principal = "alice";
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(after, entry);
              return true;
            }),
            Committed::yes);
  EXPECT_THAT(followed(*store_, {.below = {1}, .door = "another"}), ElementsAre("101v2"));
  EXPECT_THAT(followed(*store_, {.below = {1}, .principal = "alice"}), ElementsAre("101v2"));
  EXPECT_THAT(followed(*store_, {.below = {1}, .door = "test", .principal = "alice"}), IsEmpty());
  EXPECT_THAT(followed(*store_, {.below = {101}, .door = "test", .principal = "tester"}),
              ElementsAre("101v1"));
}

TEST_P(Feed, LooksAtSoManyAndGoesOn) {
  plant();
  for (int i = 0; i < 95; ++i)
    ASSERT_EQ(amend(*store_, 101, Field::notes, std::to_string(i)), Committed::yes);
  ASSERT_EQ(amend(*store_, 901, Field::notes, "x"), Committed::yes);
  FeedQuery query{.below = {901}, .looks_max = 10};
  std::vector<std::string> found;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const FeedPage page = store_->read()->feed(query);
    EXPECT_NE(page.next, *query.after) << "it always goes on";
    for (std::string& each : told(page.entries)) found.push_back(std::move(each));
    more = page.more;
    query.after = page.next;
  }
  EXPECT_EQ(pages, 11) << "105 entries, 10 at a time";
  EXPECT_THAT(found, ElementsAre("901v1", "901v2"));
}

TEST_P(Feed, IsOneMomentToAReaderAndTakenBackToNobody) {
  plant();
  const auto before = store_->read();
  const FeedQuery query{.below = {1}, .after = before->feed({.below = {1}, .after = {}}).next};
  ASSERT_EQ(write([&](Transaction& transaction) {
              save_customer(transaction, with(transaction.customer(CustomerId{101}).value(),
                                              Field::notes, "taken back"));
              EXPECT_THAT(told(transaction.feed(query).entries), ElementsAre("101v2"));
              return false;
            }),
            Committed::nothing);
  ASSERT_EQ(amend(*store_, 102, Field::notes, "stays"), Committed::yes);
  EXPECT_THAT(before->feed(query).entries, IsEmpty());
  EXPECT_THAT(followed(*store_, query), ElementsAre("102v2"));
}

TEST_P(Feed, IsFollowedWhileOthersWrite) {
  plant();
  constexpr int kChanges = 200;
  const FeedPage now = store_->read()->feed({.below = {1}, .after = {}});
  const auto follow = [&, after = now.next] {
    std::vector<std::string> seen;
    FeedQuery query{.below = {1}, .after = after, .limit = 7};
    while (seen.size() < kChanges) {
      FeedPage page = store_->read()->feed(query);
      for (std::string& each : told(page.entries)) seen.push_back(std::move(each));
      query.after = std::move(page.next);
    }
    return seen;
  };
  auto one = std::async(std::launch::async, follow);
  auto other = std::async(std::launch::async, follow);
  std::vector<std::string> written;
  for (int i = 0; i < kChanges; ++i) {
    const std::int64_t id = 101 + i % 3;
    ASSERT_EQ(amend(*store_, id, Field::notes, std::to_string(i)), Committed::yes);
    written.push_back(std::to_string(id) + 'v' + std::to_string(2 + i / 3));
  }
  // Each is compared by its last entries too, for a list this long is printed only in part.
  for (const std::vector<std::string>& seen : {one.get(), other.get()})
    for (std::size_t i = 0; i < std::max(seen.size(), written.size()); ++i)
      ASSERT_EQ(i < seen.size() ? seen[i] : "nothing", i < written.size() ? written[i] : "nothing")
          << "entry " << i;
}

TEST_P(Feed, KnowsThePositionsOfAnotherStore) {
  plant();
  const FeedPosition last = store_->read()->feed({.below = {1}, .after = {}}).next;
  FeedPosition ahead = last;
  ahead.entry += 1000;
  FeedPosition other = last;
  other.mark[0] = static_cast<char>(other.mark[0] ^ 1);
  for (const FeedPosition& position :
       {ahead, other, FeedPosition{.entry = last.entry}, FeedPosition{.mark = "12345678"}}) {
    const FeedPage page = store_->read()->feed({.below = {1}, .after = position});
    EXPECT_TRUE(page.lost) << position.entry;
    EXPECT_THAT(page.entries, IsEmpty());
  }
}

TEST_P(Feed, StaysWhereOldValuesAreErased) {
  plant();
  for (const char* notes : {"a", "b"})
    ASSERT_EQ(amend(*store_, 101, Field::notes, notes), Committed::yes);
  const auto before = store_->read()->feed({.below = {101}}).entries;
  ASSERT_EQ(write([](Transaction& transaction) {
              transaction.erase_history({1'900'000'000'000'000}, {1'900'000'000'000'000});
              return true;
            }),
            Committed::yes);
  const FeedPage after = store_->read()->feed({.below = {101}});
  ASSERT_EQ(after.entries.size(), before.size());
  EXPECT_EQ(after.entries[0].position, before[0].position);
  for (const Difference& each : after.entries[0].entry.differences) EXPECT_FALSE(is_erased(each));
  EXPECT_EQ(erased(after.entries[1].entry.differences.at(0)), (Erased{.after = true}));
  EXPECT_EQ(erased(after.entries[2].entry.differences.at(0)), (Erased{.before = true}));
}

}  // namespace
}  // namespace patchbay::store
