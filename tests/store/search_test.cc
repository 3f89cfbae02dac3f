// The store on disk and the store in memory return the same search results, and the index of terms
// agrees with the records.
#include <random>

#include <gtest/gtest.h>

#include "record/search/search_terms.h"
#include "store/open.h"
#include "store/sql/list/candidates.h"
#include "store/sql/transaction/index_check.h"
#include "store/sqlite/connection.h"
#include "store/support.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

using Order = CustomerQuery::Order;

constexpr std::int64_t kRenamedMax = 250;

class Twins {
 public:
  Twins()
      : disk_(open_sqlite({.random = test_random(), .folder = folder_.path()}).value()),
        memory_(open_memory()) {}

  // Almost every customer has one word, so that its lists are too long to fetch and sort.
  void fill(int customers) {
    const Job job = [&](Transaction& transaction) {
      random_.seed(11);
      save_customer(transaction, made(1, 0, "root"));
      for (int id = 2; id <= customers; ++id) save_customer(transaction, customer(id));
      return true;
    };
    ASSERT_EQ(write_and_wait(*disk_, job), Committed::yes);
    ASSERT_EQ(write_and_wait(*memory_, job), Committed::yes);
  }
  void change(std::int64_t id, Field field, const std::optional<Value>& value) {
    ASSERT_EQ(amend(*disk_, id, field, value), Committed::yes);
    ASSERT_EQ(amend(*memory_, id, field, value), Committed::yes);
  }

  // Makes customers with one name, and gives them another.
  void rename_all(int customers) {
    for (const char* name : {"before", "after"}) {
      const Job job = [&](Transaction& transaction) {
        if (!transaction.customer(CustomerId{1})) save_customer(transaction, made(1, 0, "root"));
        for (int id = 2; id < customers + 2; ++id) {
          const auto found = transaction.customer(CustomerId{id});
          save_customer(transaction,
                        found ? with(*found, Field::name, Value(name)) : made(id, 1, name));
        }
        return true;
      };
      ASSERT_EQ(write_and_wait(*disk_, job), Committed::yes);
      ASSERT_EQ(write_and_wait(*memory_, job), Committed::yes);
    }
  }
  // Renames some customers, so that they have former names.
  void rename(int customers) {
    std::vector<std::pair<std::int64_t, std::string>> names;
    for (int i = 0; i < customers; ++i)
      names.emplace_back(pick(2, kRenamedMax), (pick(0, 1) ? "Alpha " : "") + word());
    const Job job = [&](Transaction& transaction) {
      for (const auto& [id, name] : names)
        save_customer(transaction,
                      with(transaction.customer(CustomerId{id}).value(), Field::name, Value(name)));
      return true;
    };
    ASSERT_EQ(write_and_wait(*disk_, job), Committed::yes);
    ASSERT_EQ(write_and_wait(*memory_, job), Committed::yes);
  }

  std::int64_t pick(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution(low, high)(random_);
  }
  std::string word() {
    static constexpr const char* kWords[] = {"alpha", "Alpha", "beta",         "b\u00EAta",
                                             "gamma", "delta", "\u0395psilon", "zeta"};
    const auto lot = pick(0, 99);
    if (lot < 90) return kWords[pick(0, 3)];
    return lot < 98 ? kWords[pick(4, 7)] : "rare" + std::to_string(pick(0, 200));
  }

  CustomerQuery query() {
    static constexpr std::int64_t kBelow[] = {1, 1, 1, 2, 3, 40, 4000, 0, 99999};
    CustomerQuery out{.below = {kBelow[pick(0, 8)]}, .recursive = pick(0, 4) != 0};
    out.itself = pick(0, 1) == 1;
    out.life = static_cast<Life>(pick(0, 2));
    out.order = static_cast<Order>(pick(0, 3));
    out.descending = pick(0, 1) == 1;
    out.limit = static_cast<std::size_t>(pick(1, 300));
    out.count = pick(0, 1) == 1;
    for (auto left = pick(0, 2); left > 0; --left) out.terms.push_back(term(word()));
    if (pick(0, 2) == 0) out.prefixes.push_back(term(word()).substr(0, 1));
    if (pick(0, 5) == 0) out.prefixes.push_back("/name/" + term(word()).substr(0, 2));
    if (pick(0, 5) == 0) out.name_contains = "PHA";
    if (pick(0, 3) == 0)
      out.where.push_back({{.lens = Lens::field, .field = Field::external_id, .part = {}},
                           Value{std::to_string(pick(0, 40))}});
    if (pick(0, 9) == 0)
      out.where.push_back(
          {{.lens = Lens::enterprise, .field = Field::name, .part = {}}, Value{pick(1, 4)}});
    if (pick(0, 19) == 0)
      out.where.push_back(
          {{.lens = Lens::id, .field = Field::name, .part = {}}, Value{pick(1, 9)}});
    return out;
  }
  // A condition that former names meet too: by the beginning of a name, or by a whole one.
  NowOrBefore now_or_before() {
    const std::string first = term(word());
    if (pick(0, 2) == 0) {
      const std::string whole = "/name/" + first;
      return {.terms = {whole}, .prefixes = {}, .former = {{.text = whole}}};
    }
    NowOrBefore out{.terms = {first}, .prefixes = {}, .former = {}};
    if (pick(0, 1) == 0) out.prefixes.push_back(term(word()).substr(0, 1));
    out.former = {{.text = "/name/" + first, .is_beginning = true},
                  {.text = "/account/" + first.substr(0, 2), .is_beginning = true}};
    return out;
  }
  static std::string term(const std::string& word) {
    return search_terms_of([&] {
             Values out;
             out.set({Field::notes, {}}, word);
             return out;
           }())
        .front();
  }

  Store& disk() { return *disk_; }
  Store& memory() { return *memory_; }
  void close_disk() { disk_.reset(); }
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "patchbay.db"; }

 private:
  Record customer(int id) {
    const std::int64_t parent = id < 5 ? 1 : id < 60 ? 2 : pick(2, 59);
    Record out = made(id, parent, (pick(0, 19) ? "Alpha " : "") + word());
    if (pick(0, 2) == 0) out.values.set({Field::description, {}}, word());
    if (pick(0, 2) == 0) out.values.set({Field::account, {}}, word());
    if (pick(0, 1) == 0) out.values.set({Field::external_id, {}}, std::to_string(pick(0, 40)));
    if (pick(0, 9) == 0) out.values.set({Field::deleted, {}}, true);
    return out;
  }

  TempFolder folder_;
  std::unique_ptr<Store> disk_;
  std::unique_ptr<Store> memory_;
  std::mt19937 random_;
};

std::vector<std::int64_t> ids(const CustomerPage& page) {
  std::vector<std::int64_t> out;
  for (const Record& record : page.records) out.push_back(record.id.value);
  return out;
}

TEST(SearchTwins, AnswerAlike) {
  Twins twins;
  twins.fill(static_cast<int>(sql::kFew) + 1200);
  twins.rename(600);
  int former = 0;
  for (int i = 0; i < 150; ++i) {
    CustomerQuery query = twins.query();
    for (auto left = twins.pick(0, 2); left > 0; --left) {
      query.now_or_before.push_back(twins.now_or_before());
      if (twins.pick(0, 1) == 1) query.terms.clear();
    }
    const CustomerPage disk = twins.disk().read()->customers(query);
    const CustomerPage memory = twins.memory().read()->customers(query);
    EXPECT_EQ(ids(disk), ids(memory)) << i;
    EXPECT_EQ(disk.more, memory.more) << i;
    EXPECT_EQ(disk.total, memory.total) << i;
    EXPECT_EQ(disk.former, memory.former) << i;
    EXPECT_FALSE(disk.cut) << i;
    former += static_cast<int>(disk.former.size());
  }
  EXPECT_GT(former, 150);
}

// So many customers once had a name that only those are found that have it now.
TEST(SearchTwins, LeaveOutTooManyFormerValues) {
  Twins twins;
  twins.rename_all(static_cast<int>(kFormerMax) + 1);
  CustomerQuery query{.below = {1}, .recursive = true};
  query.now_or_before = {
      {.terms = {"after"}, .prefixes = {}, .former = {{.text = "/name/before"}}}};
  for (Store* store : {&twins.disk(), &twins.memory()}) {
    const CustomerPage page = store->read()->customers(query);
    EXPECT_TRUE(page.former_left_out);
    EXPECT_TRUE(page.former.empty());
    EXPECT_EQ(page.records.size(), 100U);
  }
  twins.change(2, Field::name, "before");
  query.now_or_before.front().terms = {"before"};
  for (Store* store : {&twins.disk(), &twins.memory()})
    EXPECT_EQ(ids(store->read()->customers(query)), std::vector<std::int64_t>{2});
}

// Cut pages together are the whole list, and no page examines more customers than allowed.
TEST(SearchTwins, CutPagesComeToTheWhole) {
  Twins twins;
  twins.fill(static_cast<int>(sql::kFew) + 1200);
  twins.rename(600);
  int cut = 0;
  for (int i = 0; i < 12; ++i) {
    CustomerQuery query = twins.query();
    query.below = {1};
    query.recursive = true;
    query.where.clear();
    query.prefixes = {"a"};
    query.limit = 1000;
    query.count = false;
    if (i % 2 == 1) query.now_or_before = {twins.now_or_before()};
    if (i % 4 == 3) query.terms.clear();
    std::vector<std::int64_t> whole;
    for (CustomerPage page;; query.after = page.last) {
      page = twins.memory().read()->customers(query);
      for (const std::int64_t id : ids(page)) whole.push_back(id);
      if (!page.more) break;
    }
    query.after.reset();
    query.looks_max = 300;
    std::vector<std::int64_t> pieces;
    for (CustomerPage page;; query.after = page.last) {
      page = twins.disk().read()->customers(query);
      for (const std::int64_t id : ids(page)) pieces.push_back(id);
      if (page.cut) {
        ++cut;
        EXPECT_LE(page.records.size(), 300U);
        EXPECT_TRUE(page.more);
      }
      if (!page.more) break;
    }
    EXPECT_EQ(pieces, whole) << i;
  }
  EXPECT_GT(cut, 20);
}

TEST(SearchTwins, TheIndexIsWhatTheRecordsSay) {
  Twins twins;
  twins.fill(300);
  constexpr Field kFields[] = {Field::name,    Field::description, Field::notes,
                               Field::account, Field::fax,         Field::status};
  for (int i = 0; i < 400; ++i) {
    const std::int64_t id = twins.pick(1, 300);
    const Field field = kFields[twins.pick(0, 5)];
    const bool clears = twins.pick(0, 3) == 0 && field != Field::name;
    twins.change(id, field, clears ? std::nullopt : std::optional<Value>(twins.word()));
  }
  twins.close_disk();
  sqlite::SqliteConnection connection({.file = twins.file()}, sqlite::Role::writer);
  EXPECT_EQ(sql::find_index_mismatch(connection), std::nullopt);
  connection.script("INSERT INTO terms (term, rowid) VALUES ('unheard', 7)");
  EXPECT_EQ(sql::find_index_mismatch(connection),
            "customer 7: is found by \"unheard\", which it does not have");
  connection.script("INSERT INTO terms (terms, term, rowid) VALUES ('delete', 'unheard', 7)");
  EXPECT_EQ(sql::find_index_mismatch(connection), std::nullopt);
  const Values values = twins.memory().read()->customer(CustomerId{9})->values;
  const std::string gone = search_terms_of(values).front();
  connection.script("INSERT INTO terms (terms, term, rowid) VALUES ('delete', '" + gone + "', 9)");
  EXPECT_EQ(sql::find_index_mismatch(connection), "customer 9: is not found by \"" + gone + '"');
}

}  // namespace
}  // namespace patchbay::store
