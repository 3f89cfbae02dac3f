// Principals, references, and what is kept for a while.
#include "store/contract.h"
#include "store/marks.h"

namespace patchbay::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PATCHBAY_CONTRACT(Principals);
PATCHBAY_CONTRACT(References);
PATCHBAY_CONTRACT(Notes);

Principal somebody(std::int64_t id, const std::string& name, std::int64_t home) {
  return {.id = id,
          .name = name,
          .home = {home},
          .roles = {-3, 12},
          .doors = {"flolive"},
          .sources = {"10.0.0.0/8"},
          .password_hash = "$argon2id$…",
          .keys = {{"laptop", std::string("\0\xff\"binary", 9)}, {"", std::string(32, 'h')}},
          .locked = true,
          .deleted = false,
          .version = 4};
}

template <class... Things>
Job saves(Things... things) {
  return [=](Transaction& transaction) {
    (transaction.save(things), ...);
    return true;
  };
}

template <class Thing>
std::vector<std::int64_t> ids(const std::vector<Thing>& things) {
  std::vector<std::int64_t> out;
  for (const Thing& thing : things) out.push_back(thing.id);
  return out;
}

TEST_P(Principals, AreFoundByNameAndId) {
  plant();
  const Principal one = somebody(3, "Mr. O'Hara", 2);
  ASSERT_EQ(write(saves(one)), Committed::yes);
  EXPECT_EQ(store_->read()->principal("Mr. O'Hara"), one);
  EXPECT_EQ(store_->read()->principal(std::int64_t{3}), one);
  EXPECT_FALSE(store_->read()->principal("mr. o'hara"));
  Principal gone = one;
  gone.deleted = true;
  gone.keys.clear();
  ASSERT_EQ(write(saves(gone)), Committed::yes);
  EXPECT_FALSE(store_->read()->principal("Mr. O'Hara"));
  EXPECT_EQ(store_->read()->principal(std::int64_t{3}), gone);
}

TEST_P(Principals, AreKnownByTheNamesTheyOnceHad) {
  plant();
  Principal one = somebody(3, "alice", 2);
  ASSERT_EQ(write(saves(one)), Committed::yes);
  one.name = "alice smith";
  ASSERT_EQ(write(saves(one)), Committed::yes);
  Principal other = somebody(4, "alice", 2);
  ASSERT_EQ(write(saves(other)), Committed::yes);
  other.deleted = true;
  ASSERT_EQ(write(saves(other)), Committed::yes);
  EXPECT_THAT(store_->read()->ever_named("alice"), testing::ElementsAre(3, 4));
  EXPECT_THAT(store_->read()->ever_named("alice smith"), testing::ElementsAre(3));
  EXPECT_THAT(store_->read()->ever_named("bob"), testing::IsEmpty());
}

TEST_P(Principals, ShareNoNameWhileTheyLive) {
  plant();
  ASSERT_EQ(write(saves(somebody(3, "x", 2))), Committed::yes);
  EXPECT_EQ(write(saves(somebody(4, "x", 2))), Committed::failed);
  EXPECT_FALSE(store_->read()->principal(std::int64_t{4}));
  Principal gone = somebody(3, "x", 2);
  gone.deleted = true;
  EXPECT_EQ(write(saves(gone, somebody(4, "x", 2))), Committed::yes);
  EXPECT_EQ(store_->read()->principal("x")->id, 4);
}

// Whatever a store remembers of what it read: a change holds from the next Reader and the next job
// on, one that is taken back never did, and a Reader of before sees what was.
TEST_P(Principals, AreReadAsTheyStand) {
  plant();
  Principal one = somebody(3, "x", 2);
  ASSERT_EQ(write(saves(one)), Committed::yes);
  const auto before = store_->read();
  EXPECT_EQ(before->principal(std::int64_t{3}), one);
  EXPECT_EQ(store_->read()->principal("x"), one);
  Principal changed = one;
  changed.locked = false;
  std::vector<std::future<Committed>> fates;
  {
    Gate gate(*store_);
    fates.push_back(write_later(*store_, [&](Transaction& transaction) {
      transaction.save(changed);
      EXPECT_EQ(transaction.principal("x"), changed);
      return false;
    }));
    fates.push_back(write_later(*store_, [&](Transaction& transaction) {
      EXPECT_EQ(transaction.principal("x"), one);
      transaction.save(changed);
      return true;
    }));
    fates.push_back(write_later(*store_, [&](Transaction& transaction) {
      EXPECT_EQ(transaction.principal(std::int64_t{3}), changed);
      return true;
    }));
  }
  for (auto& fate : fates) fate.wait();
  EXPECT_EQ(store_->read()->principal("x"), changed);
  EXPECT_EQ(before->principal("x"), one);
  EXPECT_EQ(store_->read()->principal(std::int64_t{3}), changed);
}

TEST_P(Principals, AreListedByHome) {
  plant();
  Principal gone = somebody(14, "gone", 2);
  gone.deleted = true;
  ASSERT_EQ(write(saves(somebody(10, "a", 2), somebody(11, "b", 124), somebody(12, "c", 900),
                        somebody(13, "d", 123), gone, somebody(15, "e", 1))),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_THAT(ids(reader->principals({2}, 0, 10)), ElementsAre(10, 11, 13));
  EXPECT_THAT(ids(reader->principals({2}, 10, 1)), ElementsAre(11));
  EXPECT_THAT(ids(reader->principals({1}, 0, 10)), ElementsAre(10, 11, 12, 13, 15));
  EXPECT_THAT(ids(reader->principals({777}, 0, 10)), IsEmpty());
}

TEST_P(Principals, HaveNumbersOfTheirOwn) {
  plant();
  EXPECT_EQ(write([](Transaction& transaction) {
              EXPECT_EQ(transaction.next_principal(), 1);
              transaction.save(somebody(7, "x", 2));
              EXPECT_EQ(transaction.next_principal(), 8);
              return true;
            }),
            Committed::yes);
}

Reference plan(std::int64_t id, const std::string& name) {
  Reference out{.kind = Kind::plan,
                .id = id,
                .owner = {2},
                .name = name,
                .description = "What it is",
                .settings = {},
                .words = {"affiliate", "recording"},
                .version = 1,
                .deleted = false};
  out.settings.set({Field::invoices_due, {}}, std::int64_t{30});
  return out;
}

TEST_P(References, AreFoundByKindAndId) {
  Reference music = plan(1, "Standard");
  music.kind = Kind::music;
  ASSERT_EQ(write(saves(plan(1, "Standard"), plan(2, "Twin"), plan(3, "Twin"), music)),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_EQ(reader->reference(Kind::plan, 1), plan(1, "Standard"));
  EXPECT_EQ(reader->reference(Kind::music, 1), music);
  EXPECT_FALSE(reader->reference(Kind::region, 1));
}

// By name only within a tree: what others call theirs is not looked at.
TEST_P(References, AreFoundByNameWhereTheyBelong) {
  plant();
  const auto of = [](std::int64_t id, std::int64_t owner, const std::string& name) {
    Reference out = plan(id, name);
    out.owner = {owner};
    return out;
  };
  ASSERT_EQ(write(saves(of(1, 2, "Gold"), of(2, 101, "Gold"), of(3, 1, "Gold"), of(4, 2, "Twin"),
                        of(5, 2, "Twin"), of(6, 2, "Twin"), of(7, 124, "Gold"))),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_THAT(ids(reader->references_of({2}, Kind::plan, "Gold")), ElementsAre(1));
  EXPECT_THAT(ids(reader->references_of({101}, Kind::plan, "Gold")), ElementsAre(2));
  EXPECT_THAT(ids(reader->references_of({2}, Kind::plan, "Twin")), ElementsAre(4, 5)) << "two";
  EXPECT_THAT(ids(reader->references_of({2}, Kind::plan, "gold")), IsEmpty());
  EXPECT_THAT(ids(reader->references_of({2}, Kind::music, "Gold")), IsEmpty());
  EXPECT_THAT(ids(reader->references_below({101}, Kind::plan, "Gold")), ElementsAre(2));
  EXPECT_THAT(ids(reader->references_below({2}, Kind::plan, "Twin")), ElementsAre(4, 5));
  EXPECT_THAT(ids(reader->references_below({77}, Kind::plan, "Gold")), IsEmpty());
}

// A store of before roles had numbers holds names: they are told apart from numbers.
TEST_P(Principals, KeepRolesByNameUntilTheyHaveNumbers) {
  plant();
  Principal old = somebody(3, "x", 2);
  old.roles.clear();
  old.role_names = {"administrator", "12", "\"quoted\""};
  ASSERT_EQ(write(saves(old)), Committed::yes);
  EXPECT_EQ(store_->read()->principal(std::int64_t{3}), old);
}

TEST_P(References, DeletedOnesAreFoundByIdOnly) {
  Reference gone = plan(2, "Gone");
  gone.deleted = true;
  ASSERT_EQ(write(saves(plan(1, "a"), plan(2, "Gone"), plan(3, "c"))), Committed::yes);
  ASSERT_EQ(write(saves(gone)), Committed::yes);
  const auto reader = store_->read();
  EXPECT_EQ(reader->reference(Kind::plan, 2), gone);
  EXPECT_THAT(reader->references_of({2}, Kind::plan, "Gone"), IsEmpty());
  EXPECT_THAT(ids(reader->references(Kind::plan, 0, 10)), ElementsAre(1, 3));
  EXPECT_THAT(ids(reader->references(Kind::plan, 1, 10)), ElementsAre(3));
  EXPECT_THAT(ids(reader->references(Kind::plan, 0, 1)), ElementsAre(1));
  EXPECT_THAT(ids(reader->references(Kind::role, 0, 10)), IsEmpty());
}

TEST_P(References, AreNumberedByKind) {
  EXPECT_EQ(write([](Transaction& transaction) {
              transaction.save(plan(5, "x"));
              EXPECT_EQ(transaction.next_reference(Kind::plan), 6);
              EXPECT_EQ(transaction.next_reference(Kind::music), 1);
              return true;
            }),
            Committed::yes);
}

RequestNote note(std::uint64_t number, std::int64_t time_us) {
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

KeptAnswer kept_answer(const std::string& key, std::int64_t time_us) {
  return {.principal = 3,
          .key = key,
          .fingerprint = std::string("f\0", 2),
          .answer = std::string("\xff\0sealed", 8),
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
  EXPECT_EQ(store_->read()->answer(3, key), kept_answer(key, 40));
  EXPECT_FALSE(store_->read()->answer(4, key));
  EXPECT_FALSE(store_->read()->answer(3, "k"));
  KeptAnswer later = kept_answer(key, 50);
  later.answer = "another";
  ASSERT_EQ(write(saves(later)), Committed::yes);
  EXPECT_EQ(store_->read()->answer(3, key), later) << "a key is free again after its time";
}

TEST_P(Notes, RequestsAreFoundByBatchAndByPrincipalAndTime) {
  RequestNote other = note(6, 12);
  other.principal = 4;
  ASSERT_EQ(write(saves(note(3, 30), note(2, 20), note(1, 20), note(4, 10), other)),
            Committed::yes);
  const auto numbers = [&](const RequestQuery& query) {
    std::vector<std::string> out;
    for (const RequestNote& each : store_->read()->requests(query)) {
      EXPECT_EQ(store_->read()->request(each.id), each);
      out.push_back(each.id.text().substr(35));
    }
    return out;
  };
  EXPECT_THAT(numbers({.batch = Uuid::numbered(900)}), ElementsAre("4", "6", "2"));
  EXPECT_THAT(numbers({.batch = Uuid::numbered(901)}), IsEmpty());
  EXPECT_THAT(numbers({.principal = 3, .from = {10}, .to = {30}}), ElementsAre("4", "1", "2"));
  EXPECT_THAT(numbers({.principal = 3, .from = {11}, .to = {31}, .limit = 2}),
              ElementsAre("1", "2"));
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
  EXPECT_FALSE(reader->answer(3, "a"));
  EXPECT_TRUE(reader->answer(3, "b"));
}

}  // namespace
}  // namespace patchbay::store
