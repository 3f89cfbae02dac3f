// No statement scans: both engines explain every statement that the store prepares, and the list is
// compared with the source.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>

#include <gtest/gtest.h>

#include "store/cluster.h"
#include "store/open.h"
#include "store/plans.h"
#include "store/prepared.h"
#include "store/sql_in_source.h"
#include "store/support.h"
#include "store/tour.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

// A statement that may scan, and why.
struct Excuse {
  const char* statement;  // regular expression for the statement
  const char* excess;     // regular expression for its plan
  const char* why;
};

// Verification reads everything, and migration copies it.
constexpr const char* kWholeTables =
    R"(^SELECT (count\(\*\) FROM \w+( WHERE (kind <> 'store'|changed <> 0))?$|CAST\((sum|COALESCE)\(.*)"
    R"(|c\.id FROM customers c LEFT JOIN|c\.id, c\.doc, c\.parent)"
    R"(|customer, version FROM entries WHERE previous|e\.customer, e\.request, r\.|r\.id, r\.batch|id, name, caseless)"
    R"(|customer, version, differences FROM entries ORDER BY id$)"
    R"(|(kind|e\.kind|p\.id|wrong|id FROM customers WHERE uuid).* LIMIT 1$)"
    R"(|term, (customer FROM terms|doc FROM term_rows)$|id, block FROM terms_data|segid, term, pgno FROM terms_idx)"
    R"(|hash, .* FROM tokens ORDER BY hash$))";

constexpr Excuse kInSqlite[] = {
    {kWholeTables, "^SCAN ", "verify goes through everything"},
    {"^INSERT INTO principal_names .* SELECT", "^SCAN principals", "once, in a step of the schema"},
    {R"(^SELECT .*FROM (\w+)( WHERE \(\w.*\) > \(.*\))? ORDER BY .* LIMIT (512|1)$)", "^SCAN ",
     "migrate copies whole tables, in the order of their keys"},
    {"^WITH RECURSIVE walk", "^SCAN w$|TEMP B-TREE",
     "walk is the page of history itself, at most 1000 entries"},
    {R"(FROM requests WHERE .*batch = \$\d .*ORDER BY)", "TEMP B-TREE",
     "a batch is of at most 10 000 changes"},
    {R"(FROM customers WHERE path >)", "TEMP B-TREE",
     "a subtree is sorted where it is of less than 1000"},
    {R"(FROM customers WHERE \(path \|\| '')", "^SCAN customers",
     "a list of many walks in its own order until its page is full"},
    {R"(FROM customers WHERE \(path \|\| ''.* ORDER BY description)", "TEMP B-TREE",
     "no index holds descriptions: a list that is sorted by them reads all that it is of"},
    {R"(FROM customers WHERE \(parent = \$1)", "TEMP B-TREE",
     "the children of one customer are sorted, where no index holds them in that order"},
    {"FROM (sqlite_master|pragma_table_list m) (JOIN|ORDER BY|WHERE (type|name))",
     "^SCAN (sqlite_master|pragma_table_list|m|c)|TEMP B-TREE",
     "the schema is compared where a store is opened"},
    {"^DELETE FROM terms WHERE term >= ", "^SCAN terms VIRTUAL",
     "once, in a step of the schema, when the table is still one of rows"},
};

constexpr Excuse kInPostgresql[] = {
    {kWholeTables, "^Seq Scan", "verify goes through everything"},
    {"^INSERT INTO principal_names .* SELECT", "^Seq Scan on principals",
     "once, in a step of the schema"},
    {R"(FROM customers WHERE \(path \|\| ''.* ORDER BY description)", "^Seq Scan",
     "no index holds descriptions: a list that is sorted by them reads all that it is of"},
};

// SQL in the source that the tour does not prepare, and why.
constexpr std::pair<const char*, const char*> kNotPrepared[] = {
    {"SELECT time_us FROM entries ORDER BY id DESC LIMIT 1", "asked where a store is measured"},
    {"SELECT pg_database_size(current_database())", "asked where a store is measured"},
    {"SELECT CAST(max(EXTRACT(EPOCH FROM replay_lag)) AS BIGINT) FROM pg_stat_replication",
     "asked where a store is measured"},
    {"SELECT value FROM meta WHERE name = 'usable from'",
     "asked of a store that a newer version has written"},
    {"INSERT INTO meta (name, value) VALUES ('schema', 0), ('edition', 0),",
     "of the script that makes the table"},
    {"ON CONFLICT (name) DO NOTHING", "the end of that script"},
    {") FROM STDIN", "COPY, which is not prepared"},
    {"SELECT version, action, time_us, principal, door, source, request, reason, warnings, "
     "differences, hash, principal_id FROM thing_entries WHERE kind = $1 AND thing = $2 AND "
     "version = $3",
     "of adopt.cc"},
    {"SELECT id, doc FROM customers ORDER BY id", "verify, once it knows that the index is wrong"},
};

// Files with statements that run once, when a store of an older version is converted.
constexpr std::string_view kOnce[] = {"adopt.cc", "reindex.cc"};

const Excuse* excuse_for(std::span<const Excuse> excuses, const std::string& sql,
                         const std::string& excess) {
  const auto found = std::ranges::find_if(excuses, [&](const Excuse& each) {
    return std::regex_search(excess, std::regex(each.excess)) &&
           std::regex_search(sql, std::regex(each.statement));
  });
  return found == excuses.end() ? nullptr : &*found;
}

bool is_planned(const std::string& sql) {
  return std::ranges::any_of(std::vector{"SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "},
                             [&](const char* begin) { return sql.starts_with(begin); });
}

// Returns the excesses in the plans of `statements` that are not excused, according to `explained`.
// Counts the excuses in `used`.
template <class Explain>
std::vector<std::string> complaints(const std::set<std::string>& statements,
                                    std::span<const Excuse> excuses, Explain&& explained,
                                    std::map<const Excuse*, int>& used) {
  std::vector<std::string> out;
  for (std::string sql : statements) {
    sql.erase(0, std::min(sql.size(), sql.find_first_not_of(" \n")));
    if (!is_planned(sql)) continue;
    for (const std::string& excess : explained(sql)) {
      if (const Excuse* excuse = excuse_for(excuses, sql, excess))
        ++used[excuse];
      else
        out.push_back(excess + " in: " + sql);
    }
  }
  return out;
}

template <class Explain>
std::vector<std::string> complaints(const std::set<std::string>& statements,
                                    std::span<const Excuse> excuses, Explain&& explained) {
  std::map<const Excuse*, int> used;
  return complaints(statements, excuses, explained, used);
}

// Checks all statements of an engine: none scans, and every excuse is used.
template <class Explain>
void expect_no_scan(const std::set<std::string>& statements, std::span<const Excuse> excuses,
                    Explain&& explained) {
  EXPECT_GT(statements.size(), 100U);
  std::map<const Excuse*, int> used;
  for (const std::string& each : complaints(statements, excuses, explained, used))
    ADD_FAILURE() << each;
  for (const Excuse& each : excuses)
    EXPECT_GT(used[&each], 0) << "this excuse excuses nothing any more: " << each.why;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Returns pieces of `source` that occur in none of the statements.
std::vector<std::string> unprepared(const std::string& source,
                                    const std::set<std::string>& statements) {
  std::vector<std::string> out;
  for (const std::string& piece : sql_in(source))
    if (std::ranges::none_of(kNotPrepared, [&](const auto& row) { return row.first == piece; }) &&
        std::ranges::none_of(statements, [&](const std::string& sql) {
          return sql.find(piece) != std::string::npos;
        }))
      out.push_back(piece);
  return out;
}

// One store of each engine after the tour, and all statements prepared for them.
class Statements : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    toured_ = std::make_unique<Toured>();
    const std::string folder = toured_->folder.path() / "store";
    forget_prepared();
    {
      const auto store = open_sqlite({.random = test_random(), .folder = folder}).value();
      fill_for_tour(*store);
      tour(*store);
      tour_together(*store);
    }
    {
      PostgresqlOptions options = postgresql_at(toured_->url);
      options.lanes = 1;
      const auto store = open_postgresql(options).value();
      fill_for_tour(*store);
      tour(*store);
      tour_together(*store);
    }
    {
      PostgresqlOptions options = postgresql_at(toured_->url);
      options.lanes = 0;
      const auto store = open_postgresql(options).value();
      tour_together(*store);
    }
    for (const auto& [from, to] :
         {std::pair(folder, "copy of a folder"), std::pair(toured_->url, "copy of a database")}) {
      const auto copied =
          migrate(from, (toured_->folder.path() / to).string(), test_random(), [](auto&) {});
      if (!copied) throw std::runtime_error(copied.error());
    }
    toured_->sqlite = prepared_so_far(Engine::sqlite);
    toured_->postgresql = prepared_so_far(Engine::postgresql);
    ask_database(toured_->url, "ANALYZE");
    toured_->plans.emplace(toured_->url);
  }
  static void TearDownTestSuite() { toured_.reset(); }

  struct Toured {
    TempFolder folder;
    std::string url = database_called(folder.path().filename());
    std::set<std::string> sqlite;
    std::set<std::string> postgresql;
    std::optional<PostgresqlPlans> plans;
  };
  static std::vector<std::string> in_sqlite(const std::string& sql) {
    return excesses_in_sqlite(toured_->folder.path() / "store" / "patchbay.db", sql);
  }
  static std::vector<std::string> in_postgresql(const std::string& sql) {
    return toured_->plans->excesses(sql);
  }

  inline static std::unique_ptr<Toured> toured_;
};

TEST_F(Statements, NoneScansInSqlite) { expect_no_scan(toured_->sqlite, kInSqlite, in_sqlite); }

TEST_F(Statements, NoneScansInPostgresql) {
  expect_no_scan(toured_->postgresql, kInPostgresql, in_postgresql);
}

// The author of a statement adds it to the tour: tests/store/tour.cc.
TEST_F(Statements, AreAllOnTheTour) {
  std::set<std::string> all = toured_->sqlite;
  all.insert(toured_->postgresql.begin(), toured_->postgresql.end());
  std::size_t pieces = 0;
  for (const char* folder : {"sql", "sqlite", "postgresql"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(PATCHBAY_SOURCE_DIR) / "src/store" / folder)) {
      if (!entry.is_regular_file()) continue;
      if (std::ranges::find(kOnce, entry.path().filename().string()) != std::end(kOnce)) continue;
      const std::string source = text_of(entry.path());
      pieces += sql_in(source).size();
      for (const std::string& piece : unprepared(source, all))
        ADD_FAILURE() << entry.path().filename()
                      << ": the tour prepares no statement with: " << piece;
    }
  EXPECT_GT(pieces, 50U);
}

TEST_F(Statements, ThatScanAreFound) {
  const std::string lists_of_rows =
      "DELETE FROM former_terms WHERE (term, customer) IN (($1, $2), ($3, $4))";
  EXPECT_EQ(complaints({lists_of_rows}, kInSqlite, in_sqlite),
            std::vector<std::string>{"SCAN former_terms in: " + lists_of_rows});
  for (const char* sql :
       {"SELECT rowid FROM terms WHERE term = $1", "SELECT rowid FROM terms WHERE rowid > $1",
        "SELECT doc FROM term_rows WHERE doc = $1", "SELECT doc FROM term_rows WHERE term > $1"})
    EXPECT_EQ(complaints({sql}, kInSqlite, in_sqlite).size(), 1U) << sql;
  for (const char* sql :
       {"SELECT id FROM customers WHERE doc = $1", "DELETE FROM entries WHERE time_us < $1",
        "SELECT id FROM requests WHERE door = $1", "UPDATE tokens SET purpose = 0 WHERE pair = $1",
        "SELECT name FROM attempts WHERE failures > $1"}) {
    EXPECT_EQ(complaints({sql}, kInSqlite, in_sqlite).size(), 1U) << sql;
    EXPECT_EQ(complaints({sql}, kInPostgresql, in_postgresql).size(), 1U) << sql;
  }
  for (const char* sql : {"SELECT id FROM entries WHERE id > $1 ORDER BY time_us",
                          "SELECT a.id FROM customers a JOIN entries b ON b.time_us = a.version "
                          "WHERE a.id = $1"})
    EXPECT_FALSE(complaints({sql}, kInSqlite, in_sqlite).empty()) << sql;
  EXPECT_TRUE(
      complaints({"SELECT id FROM customers WHERE uuid = $1"}, kInSqlite, in_sqlite).empty());
}

TEST(SqlInSource, IsFoundWhereverItStands) {
  EXPECT_EQ(sql_in("f(\"SELECT a \"\n  \"FROM b\"); // \"SELECT c\"\ng('\"', \" WHERE d = $1 \");"),
            (std::vector<std::string>{"SELECT a FROM b", "WHERE d = $1"}));
  EXPECT_TRUE(
      sql_in("R\"(SELECT a FROM b)\" \"CREATE TABLE a; INSERT INTO a VALUES (1)\"").empty());
  EXPECT_EQ(unprepared("x(\"DELETE FROM a WHERE b = $1\")", {"SELECT 1"}),
            std::vector<std::string>{"DELETE FROM a WHERE b = $1"});
  EXPECT_TRUE(unprepared("x(\"SELECT a FROM \")", {"SELECT a FROM b"}).empty());
}

}  // namespace
}  // namespace patchbay::store
