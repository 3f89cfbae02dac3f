// The index of search terms in FTS5: the stored form of terms, differences of one transaction, and
// how much a commit writes.
#include <algorithm>
#include <fstream>
#include <random>

#include <gtest/gtest.h>

#include "store/sql/customers/search_terms.h"
#include "store/sql/engine/schema.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/fts5_pages.h"
#include "store/sqlite/terms_copy.h"
#include "store/support.h"
#include "support/store_options.h"

namespace patchbay::store::sql {
namespace {

using Ids = std::vector<std::int64_t>;

Ids ids_of(Rows rows) {
  Ids out;
  while (rows.next()) out.push_back(rows.customer(0).value);
  return out;
}

class FullText : public testing::Test {
 protected:
  FullText() { upgrade(connection_, test_random()); }

  // Writes in one transaction. Returns the pages that the commit wrote.
  int write(const std::vector<TermDifference>& differences) {
    const int before = connection_.wal_pages();
    connection_.begin_writing(LockScope::everything);
    index_.write(connection_, differences);
    EXPECT_EQ(connection_.commit(), Committed::yes);
    return connection_.wal_pages() - before;
  }
  Ids with(const std::string& term) { return ids_of(index_.with_term(connection_, term, 99)); }
  Ids beginning(const std::string& prefix) {
    return ids_of(index_.beginning_with(connection_, prefix, 99));
  }
  std::int64_t segments() {
    Rows rows = select(connection_, "SELECT count(DISTINCT segid) FROM terms_idx");
    return rows.next() ? rows.whole(0) : 0;
  }

  static std::filesystem::path file_in(const TempFolder& folder) {
    const auto out = folder.path() / "patchbay.db";
    std::ofstream(out).close();
    return out;
  }
  const TempFolder folder_;
  sqlite::SqliteConnection connection_{{.file = file_in(folder_), .vfs = {}}, sqlite::Role::writer};
  const SearchIndex& index_ = full_text_index();
};

// Every byte that a text can have, and what a tokenizer or a query could take for its own.
TEST_F(FullText, FindsEachTermByItsOwnBytes) {
  std::vector<std::string> terms = {
      "a b",     "a\nb", "a",  "b",   "\"a\"",    "a*", "a AND b",          "%0a", "%",   "'",
      "NEAR(a)", "^a",   "-a", "a:b", "\xC3\xA9", "e",  "\xF4\x8F\xBF\xBE", "A",   "%41", "terms"};
  for (int code = 0; code < 128; ++code)
    terms.push_back(std::string("x") + static_cast<char>(code));
  std::vector<TermDifference> all;
  for (std::size_t i = 0; i < terms.size(); ++i)
    all.push_back(
        {.customer = {static_cast<std::int64_t>(i) + 1}, .removed = {}, .added = {terms[i]}});
  write(all);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    EXPECT_EQ(with(terms[i]), Ids{static_cast<std::int64_t>(i) + 1}) << terms[i];
    EXPECT_EQ(index_.read_stored(index_.stored(terms[i])), terms[i]);
    Ids want;
    for (std::size_t other = 0; other < terms.size(); ++other)
      if (terms[other].starts_with(terms[i])) want.push_back(static_cast<std::int64_t>(other) + 1);
    Ids found = beginning(terms[i]);
    std::ranges::sort(found);
    found.resize(std::min<std::size_t>(found.size(), 99));
    EXPECT_EQ(found, want) << terms[i];
  }
}

TEST_F(FullText, WalksInTheOrderOfIds) {
  std::vector<TermDifference> all;
  for (std::int64_t id = 1; id <= 30; ++id) {
    std::vector<std::string> terms = {"all"};
    if (id % 2 == 0) terms.push_back("even");
    if (id % 3 == 0) terms.push_back("third");
    all.push_back({.customer = {id}, .removed = {}, .added = terms});
  }
  write(all);
  const auto walk = [&](std::vector<std::string> terms, SearchIndex::Stretch stretch) {
    return ids_of(index_.with_terms(connection_, terms, stretch));
  };
  EXPECT_EQ(walk({"even", "third"}, {{0}, {INT64_MAX}, false}), (Ids{6, 12, 18, 24, 30}));
  EXPECT_EQ(walk({"even", "third", "all"}, {{6}, {24}, false}), (Ids{12, 18}));
  EXPECT_EQ(walk({"even", "third"}, {{6}, {30}, true}), (Ids{24, 18, 12}));
  EXPECT_EQ(walk({"even", "no"}, {{0}, {INT64_MAX}, false}), Ids{});
}

// FTS5 counts rows; removing terms from a customer again and again must not bring it below zero.
TEST_F(FullText, LosesTermsOneByOne) {
  std::vector<std::string> terms;
  for (char letter = 'a'; letter <= 'z'; ++letter) terms.push_back(std::string(1, letter));
  write({{.customer = {5}, .removed = {}, .added = terms}});
  for (const std::string& term : terms) {
    EXPECT_EQ(with(term), Ids{5});
    write({{.customer = {5}, .removed = {term}, .added = {}}});
    EXPECT_EQ(with(term), Ids{});
  }
}

// Commits of one customer each: none writes many pages, and the parts that a search looks into stay
// few.
TEST_F(FullText, StaysInOrderWithoutLongCommits) {
  std::mt19937 random(7);
  const auto words_of = [](std::int64_t customer, int version) {
    return std::vector<std::string>{
        "/name/" + std::to_string(customer * 7919 % 10'007) + "-" + std::to_string(version),
        "w" + std::to_string(customer * 104'729 % 9973 + version)};
  };
  std::vector<TermDifference> all;
  for (std::int64_t id = 1; id <= 20'000; ++id) {
    all.push_back({.customer = {id}, .removed = {}, .added = words_of(id, 0)});
    if (all.size() == 500) write(std::exchange(all, {}));
  }
  std::vector<int> versions(20'001);
  int most = 0;
  std::int64_t pages = 0;
  constexpr int kUpdates = 1500;
  for (int i = 0; i < kUpdates; ++i) {
    const std::int64_t id = std::uniform_int_distribution(1, 20'000)(random);
    int& version = versions[static_cast<std::size_t>(id)];
    const int one = write(
        {{.customer = {id}, .removed = words_of(id, version), .added = words_of(id, version + 1)}});
    ++version;
    most = std::max(most, one);
    pages += one;
  }
  EXPECT_LE(most, 120);
  EXPECT_LE(pages, kUpdates * 6);
  EXPECT_LE(segments(), 64);
  EXPECT_EQ(with("/name/7919-" + std::to_string(versions[1])), Ids{1});
}

// FTS5 leads a search for a term to a page by a list; a row of the list that is a little wrong
// hides the terms at the end of a page.
TEST_F(FullText, AListOfPagesThatLeadsAstrayIsFound) {
  std::vector<TermDifference> all;
  for (std::int64_t id = 1; id <= 6000; ++id)
    all.push_back({.customer = {id},
                   .removed = {},
                   .added = {"/name/" + std::to_string(id * 7919 % 10'007), std::to_string(id)}});
  write(all);
  ASSERT_EQ(sqlite::find_damaged_terms(connection_), std::nullopt);
  const std::string row =
      "(segid, term) = (SELECT segid, term FROM terms_idx WHERE pgno > 6 LIMIT 1)";
  for (const std::string& change :
       {"UPDATE terms_idx SET term = substr(term, 1, length(term) - 1) WHERE " + row,
        "UPDATE terms_idx SET term = term || x'ff' WHERE " + row,
        "UPDATE terms_idx SET pgno = pgno + 2 WHERE " + row, "DELETE FROM terms_idx WHERE " + row,
        std::string("DELETE FROM terms_idx")}) {
    connection_.script("SAVEPOINT altered;" + change);
    EXPECT_TRUE(sqlite::find_damaged_terms(connection_)) << change;
    connection_.script("ROLLBACK TO altered; RELEASE altered");
  }
  EXPECT_EQ(sqlite::find_damaged_terms(connection_), std::nullopt);
}

TEST(Fts5Pages, AreReadOnlyAsFarAsTheyGo) {
  using namespace std::string_view_literals;
  for (const std::string_view page :
       {""sv, "\0\0\0"sv, "\xFF\xFF\xFF\xFF"sv, "0000000"sv, "\0\0\0\4\xFF"sv, "\0\0\0\4\4"sv})
    EXPECT_FALSE(sqlite::terms_of_page(page)) << page;
}

// What PendingTerms writes for one customer after several changes.
TEST_F(FullText, TakesTheNetOfSeveralChanges) {
  Record record = made(7, 0, "one two");
  PendingTerms pending;
  const auto change = [&](const std::string& name) {
    Record after = store::with(record, Field::name, name);
    pending.add(term_difference(after, entry_to(&record, after)));
    record = after;
  };
  connection_.begin_writing(LockScope::everything);
  pending.add(term_difference(record, entry_to(nullptr, record)));
  change("two three");
  pending.write(connection_);
  EXPECT_TRUE(pending.empty());
  change("three four");
  pending.savepoint();
  change("four five");
  pending.write(connection_);
  EXPECT_EQ(with("five"), Ids{7});
  pending.roll_back();  // the database forgets what was written since the savepoint
  EXPECT_FALSE(pending.empty()) << "what was noted before the savepoint is pending again";
  connection_.rollback();
  EXPECT_EQ(with("three"), Ids{});
}

}  // namespace
}  // namespace patchbay::store::sql
