// Rows that expire: request records, replies, tokens and attempts; marks; and saved views.
#include "store/contract.h"
#include "store/marks.h"

namespace patchbay::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PATCHBAY_CONTRACT(Notes);

template <class... Things>
Job saves(Things... admin_objects) {
  return [=](Transaction& transaction) {
    (transaction.save(admin_objects), ...);
    return true;
  };
}

RequestRecord note(std::uint64_t number, std::int64_t time_us) {
  return {.id = Uuid::numbered(number),
          .principal = 3,
          .home = {2},
          .customer = {101},
          .version = 9,
          .changed = true,
          .batch = number % 2 == 0 ? Uuid::numbered(900) : Uuid{},
          .door = "flolive",
          .time = {time_us}};
}

IdempotencyRecord kept_answer(const std::string& key, std::int64_t time_us) {
  return {.principal = 3,
          .key = key,
          .fingerprint = std::string("f\0", 2),
          .reply = std::string("\xff\0sealed", 8),
          .time = {time_us}};
}

Token token(const std::string& hash, std::int64_t expires_us, Token::Use use) {
  return {.hash = hash,
          .principal = 3,
          .principal_version = 2,
          .use = use,
          .pair = std::string("\0p", 2),
          .expires = {expires_us}};
}

TEST_P(Notes, AreKeptReplacedAndRemoved) {
  const std::string hash("\xff\0hash", 6);
  const Attempts attempts{.key = std::string("x\0y\n10.0.0.1\n", 13),
                          .source = "10.0.0.1",
                          .failures = 4,
                          .locked_until = {50},
                          .last = {40}};
  const Attempts other{.key = std::string("x\0y\n10.0.0.2\n", 13), .failures = 1};
  const Attempts kept{.key = "xy\n10.0.0.1\n", .failures = 1};
  ASSERT_EQ(write(saves(note(1, 10), token(hash, 20, Token::Use::refresh), attempts)),
            Committed::yes);
  ASSERT_EQ(write(saves(other, kept)), Committed::yes);
  EXPECT_EQ(store_->read()->request(Uuid::numbered(1)), note(1, 10));
  EXPECT_EQ(store_->read()->token(hash), token(hash, 20, Token::Use::refresh));
  EXPECT_EQ(store_->read()->attempts(attempts.key), attempts);
  EXPECT_FALSE(store_->read()->request(Uuid::numbered(2)));
  EXPECT_FALSE(store_->read()->token("hash"));
  EXPECT_FALSE(store_->read()->attempts("x"));

  Attempts more = attempts;
  more.failures = 5;
  const std::string second("\xff\0second", 8);
  ASSERT_EQ(write(saves(note(1, 11), token(second, 21, Token::Use::access), more)), Committed::yes);
  EXPECT_EQ(store_->read()->request(Uuid::numbered(1)), note(1, 11));
  EXPECT_EQ(store_->read()->token(second), token(second, 21, Token::Use::access));
  EXPECT_EQ(store_->read()->attempts(attempts.key), more);

  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.remove_token(hash);
              transaction.remove_token("never there");
              transaction.remove_attempts(std::string_view("x\0y\n", 4));
              return true;
            }),
            Committed::yes);
  EXPECT_FALSE(store_->read()->token(hash));
  EXPECT_TRUE(store_->read()->token(second));
  EXPECT_FALSE(store_->read()->attempts(attempts.key));
  EXPECT_FALSE(store_->read()->attempts(other.key)) << "removed by their common beginning";
  EXPECT_TRUE(store_->read()->attempts(kept.key));
}

TEST_P(Notes, TokensOfSessionsAreProlonged) {
  Token session = token("session", 20, Token::Use::session);
  ASSERT_EQ(write(saves(session)), Committed::yes);
  EXPECT_EQ(store_->read()->token("session"), session);
  session.expires = {50};
  ASSERT_EQ(write(saves(session)), Committed::yes);
  EXPECT_EQ(store_->read()->token("session"), session);
  ASSERT_EQ(write([](Transaction& transaction) {
              transaction.sweep({.now = {30}});
              return true;
            }),
            Committed::yes);
  EXPECT_TRUE(store_->read()->token("session")) << "it would have expired without that";
}

TEST_P(Notes, SpentTokensOutlastTheirFamily) {
  Token spent = token("spent", 20, Token::Use::refresh);
  spent.family = std::string("\0family", 7);
  Token live = token("live", 20, Token::Use::access);
  live.family = spent.family;
  Token other = token("other", 20, Token::Use::access);
  other.family = "another";
  ASSERT_EQ(write(saves(spent, live, other)), Committed::yes);
  EXPECT_EQ(store_->read()->token("spent"), spent);
  spent.spent = true;
  ASSERT_EQ(write(saves(spent)), Committed::yes);
  EXPECT_EQ(store_->read()->token("spent"), spent) << "known before";
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.remove_family(spent.family);
              transaction.remove_family("none");
              return true;
            }),
            Committed::yes);
  EXPECT_EQ(store_->read()->token("spent"), spent);
  EXPECT_FALSE(store_->read()->token("live"));
  EXPECT_EQ(store_->read()->token("other"), other);
}

TEST_P(Notes, AttemptsAreFoundByTheBeginningOfTheirKeys) {
  const auto attempts = [](const std::string& key) {
    return Attempts{.key = key, .source = "192.0.2.1", .failures = 1};
  };
  ASSERT_EQ(write(saves(attempts("n\xff\xff"
                                 "b"),
                        attempts("n\xff\xff"
                                 "a"),
                        attempts("n\xff\xfe"), attempts("o"))),
            Committed::yes);
  const auto keys = [&](std::string_view prefix, std::size_t limit) {
    std::vector<std::string> out;
    for (const Attempts& each : store_->read()->attempts(prefix, limit)) out.push_back(each.key);
    return out;
  };
  EXPECT_THAT(keys("n\xff\xff", 10), ElementsAre("n\xff\xff"
                                                 "a",
                                                 "n\xff\xff"
                                                 "b"));
  EXPECT_THAT(keys("n\xff\xff", 1), ElementsAre("n\xff\xff"
                                                "a"));
  EXPECT_THAT(keys("p", 10), IsEmpty());
}

TEST_P(Notes, OfAttemptsThoseWrittenLastAreKept) {
  for (int i = 0; i < 10; ++i)
    ASSERT_EQ(write(saves(Attempts{.key = std::to_string(i), .last = {50 - i}})), Committed::yes);
  ASSERT_EQ(write(saves(Attempts{.key = "3", .last = {7}})), Committed::yes);
  const auto sweep = [&](const Sweep& old) {
    ASSERT_EQ(write([&](Transaction& transaction) {
                transaction.sweep(old);
                return true;
              }),
              Committed::yes);
  };
  const auto keys = [&] {
    std::string out;
    for (int i = 0; i < 10; ++i)
      if (store_->read()->attempts(std::to_string(i))) out += std::to_string(i);
    return out;
  };
  sweep({.now = {}, .attempts_before = {}, .attempts_max = 11});
  EXPECT_EQ(keys(), "0123456789") << "each write takes a turn";
  sweep({.now = {}, .attempts_before = {}, .attempts_max = 4});
  EXPECT_EQ(keys(), "3789") << "whatever the clock said";
  sweep({.now = {}, .attempts_before = {}, .attempts_after = {41}, .attempts_max = 4});
  EXPECT_EQ(keys(), "39") << "from a time that is yet to come";
}

TEST_P(Notes, AnswersBelongToAPrincipalAndAKey) {
  const std::string key("k\0\xff", 3);
  ASSERT_EQ(write(saves(kept_answer(key, 40))), Committed::yes);
  EXPECT_EQ(store_->read()->idempotency_record(3, key), kept_answer(key, 40));
  EXPECT_FALSE(store_->read()->idempotency_record(4, key));
  EXPECT_FALSE(store_->read()->idempotency_record(3, "k"));
  IdempotencyRecord later = kept_answer(key, 50);
  later.reply = "another";
  ASSERT_EQ(write(saves(later)), Committed::yes);
  EXPECT_EQ(store_->read()->idempotency_record(3, key), later)
      << "a key is free again after its time";
}

TEST_P(Notes, RequestsAreFoundByBatchAndByPrincipalAndTime) {
  RequestRecord other = note(6, 12);
  other.principal = 4;
  ASSERT_EQ(write(saves(note(3, 30), note(2, 20), note(1, 20), note(4, 10), other)),
            Committed::yes);
  const auto numbers = [&](const RequestQuery& query) {
    std::vector<std::string> out;
    for (const RequestRecord& each : store_->read()->requests(query)) {
      EXPECT_EQ(store_->read()->request(each.id), each);
      out.push_back(each.id.text().substr(35));
    }
    return out;
  };
  EXPECT_THAT(numbers({.batch = Uuid::numbered(900)}), ElementsAre("4", "6", "2"));
  EXPECT_THAT(numbers({.batch = Uuid::numbered(901)}), IsEmpty());
  EXPECT_THAT(numbers({.batch = Uuid::numbered(900), .limit = 2}), ElementsAre("4", "6"));
  EXPECT_THAT(numbers({.principal = 3, .from = {10}, .to = {30}}), ElementsAre("4", "1", "2"));
  EXPECT_THAT(numbers({.principal = 3, .from = {11}, .to = {31}, .limit = 2}),
              ElementsAre("1", "2"));
}

TEST_P(Notes, RequestsOfABatchAreFoundWhetherOrNotTheirIdsBeginLikeIt) {
  const auto random = seeded_random(3);
  const Uuid batch = Uuid::make_ordered(1'800'000'000'000, *random);
  std::vector<RequestRecord> lines;
  for (std::uint32_t i = 0; i < 4; ++i) {
    RequestRecord& line = lines.emplace_back(note(i + 1, 20 + i));
    line.batch = batch;
    if (i % 2 == 0) line.id = Uuid::ordered_part_of(batch, i, *random);
  }
  RequestRecord other = note(9, 20);
  other.id = Uuid::ordered_part_of(batch, 9, *random);
  other.batch = Uuid::make_ordered(1'800'000'000'000, *random);
  ASSERT_EQ(write(saves(lines[3], lines[1], other, lines[0], lines[2])), Committed::yes);
  EXPECT_EQ(store_->read()->requests({.batch = batch}), lines);
  EXPECT_THAT(store_->read()->requests({.batch = other.batch}), ElementsAre(other));

  std::ranges::sort(lines, {}, &RequestRecord::id);
  std::vector<RequestRecord> paged;
  RequestQuery query{.batch = batch, .limit = 3, .after = Uuid{}};
  for (auto page = store_->read()->requests(query); !page.empty();
       page = store_->read()->requests(query)) {
    EXPECT_LE(page.size(), query.limit);
    query.after = page.back().id;
    std::ranges::move(page, std::back_inserter(paged));
  }
  EXPECT_EQ(paged, lines) << "page by page, in the order of ids";
}

// A request whose id says that it arrived at `arrived`, written at `time`.
RequestRecord arrived_at(std::int64_t arrived, std::int64_t time, std::int64_t principal) {
  RequestRecord out = note(1, time);
  out.id = Uuid::first_ordered(arrived / 1000);
  out.principal = principal;
  return out;
}

TEST_P(Notes, RequestsAreFoundAndSweptByTimeThoughTheirIdsTellAnotherOne) {
  constexpr std::int64_t kHour = kClocksApartSeconds * 1'000'000;
  constexpr std::int64_t kNoon = 1'800'000'000'000'000;
  const RequestRecord early = arrived_at(kNoon - kHour + 1000, kNoon, 3);
  const RequestRecord late = arrived_at(kNoon + kHour, kNoon + 1, 3);
  const RequestRecord another = arrived_at(kNoon + 1000, kNoon + 1, 4);
  RequestRecord line = note(1, kNoon + 2);
  line.id = Uuid::part_of(early.id, 7, "abcdef");
  const RequestRecord after = arrived_at(kNoon + 2000, kNoon + 3, 3);
  ASSERT_EQ(write(saves(after, line, another, late, early)), Committed::yes);
  const auto found = [&](std::int64_t from, std::int64_t to) {
    return store_->read()->requests({.principal = 3, .from = {from}, .to = {to}});
  };
  EXPECT_THAT(found(kNoon, kNoon + 3), ElementsAre(early, late, line));
  EXPECT_THAT(found(kNoon + 1, kNoon + 2), ElementsAre(late));
  const auto rest_of = [&](std::int64_t before) {
    EXPECT_EQ(write([&](Transaction& transaction) {
                transaction.sweep({.now = {}, .attempts_before = {}, .requests_before = {before}});
                return true;
              }),
              Committed::yes);
    return found(INT64_MIN, INT64_MAX);
  };
  EXPECT_THAT(rest_of(kNoon - kHour + 1000), ElementsAre(early, late, line, after));
  EXPECT_THAT(rest_of(kNoon), ElementsAre(late, line, after)) << "the time of the id decides";
  EXPECT_THAT(rest_of(kNoon + 3000), ElementsAre(late));
  EXPECT_THAT(rest_of(kNoon + kHour + 1000), IsEmpty());
}

TEST_P(Notes, MarksAreKeptUnderTheirNames) {
  EXPECT_FALSE(store_->read()->mark("key"));
  for (const std::int64_t value : {std::int64_t{7}, INT64_MIN})
    ASSERT_EQ(write([&](Transaction& transaction) {
                set_mark(transaction, {"key", value}, {5});
                return transaction.mark("key") == value;
              }),
              Committed::yes);
  EXPECT_EQ(store_->read()->mark("key"), INT64_MIN);
  EXPECT_FALSE(store_->read()->mark("ke"));
}

TEST_P(Notes, AreSweptOutByTheirTimes) {
  ASSERT_EQ(
      write(saves(note(1, 10), note(2, 11), token("a", 20, Token::Use::access),
                  token("b", 21, Token::Use::access), Attempts{.key = "a", .last = {30}},
                  Attempts{.key = "b", .last = {31}}, kept_answer("a", 40), kept_answer("b", 41))),
      Committed::yes);
  ASSERT_EQ(write([](Transaction& transaction) {
              transaction.sweep({.now = {20},
                                 .attempts_before = {31},
                                 .requests_before = {11},
                                 .answers_before = {41}});
              return true;
            }),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_FALSE(reader->request(Uuid::numbered(1)));
  EXPECT_TRUE(reader->request(Uuid::numbered(2)));
  EXPECT_FALSE(reader->token("a"));
  EXPECT_TRUE(reader->token("b"));
  EXPECT_FALSE(reader->attempts("a"));
  EXPECT_TRUE(reader->attempts("b"));
  EXPECT_FALSE(reader->idempotency_record(3, "a"));
  EXPECT_TRUE(reader->idempotency_record(3, "b"));
}

SavedView view(std::int64_t principal, const std::string& name, const std::string& path) {
  return {.principal = principal, .name = name, .path = path, .time = {principal}};
}

Principal principal(std::int64_t id, Version version, bool deleted) {
  Principal out;
  out.id = id;
  out.name = "p" + std::to_string(id);
  out.home = {1};
  out.version = version;
  out.deleted = deleted;
  return out;
}

TEST_P(Notes, ViewsAreKeptByPrincipalAndGoWithIt) {
  plant();
  const SavedView first = view(3, "a", "/console/find?q=a");
  const SavedView second = view(3, "\xc3\xa4 b", "/console/people");
  const SavedView other = view(4, "a", "/console/health");
  ASSERT_EQ(write(saves(principal(3, 1, false), principal(4, 1, false), second, first, other)),
            Committed::yes);
  EXPECT_THAT(store_->read()->saved_views(3), ElementsAre(first, second));
  EXPECT_THAT(store_->read()->saved_views(4), ElementsAre(other));
  EXPECT_THAT(store_->read()->saved_views(5), IsEmpty());

  SavedView again = view(3, "a", "/console/find?q=b");
  again.time = {77};
  ASSERT_EQ(write(saves(again)), Committed::yes);
  EXPECT_THAT(store_->read()->saved_views(3), ElementsAre(again, second));
  ASSERT_EQ(write([](Transaction& transaction) {
              transaction.remove_view(3, "a");
              transaction.remove_view(3, "no such view");
              return transaction.saved_views(3).size() == 1;
            }),
            Committed::yes);
  EXPECT_THAT(store_->read()->saved_views(3), ElementsAre(second));

  ASSERT_EQ(write(saves(principal(3, 2, false))), Committed::yes);
  EXPECT_THAT(store_->read()->saved_views(3), ElementsAre(second)) << "changed, not deleted";
  ASSERT_EQ(write(saves(principal(3, 3, true))), Committed::yes);
  EXPECT_THAT(store_->read()->saved_views(3), IsEmpty());
  EXPECT_THAT(store_->read()->saved_views(4), ElementsAre(other));
}

TEST_P(Notes, BatchesOfRequestsAreFound) {
  std::vector<Uuid> ids;
  std::vector<RequestRecord> records;
  for (std::uint64_t number = 1; number <= 150; ++number) {
    records.push_back(note(number, 10));
    ids.push_back(Uuid::numbered(number));
  }
  ids.push_back(Uuid::numbered(999));
  ASSERT_EQ(write([&](Transaction& transaction) {
              for (const RequestRecord& each : records) transaction.save(each);
              return transaction.batches_of(ids).size() == 75;
            }),
            Committed::yes);
  auto found = store_->read()->batches_of(ids);
  std::ranges::sort(found, {}, &BatchMember::request);
  ASSERT_EQ(found.size(), 75U);
  EXPECT_EQ(found.front(), (BatchMember{Uuid::numbered(2), Uuid::numbered(900)}));
  EXPECT_EQ(found.back(), (BatchMember{Uuid::numbered(150), Uuid::numbered(900)}));
  EXPECT_THAT(store_->read()->batches_of({}), IsEmpty());
}

}  // namespace
}  // namespace patchbay::store
