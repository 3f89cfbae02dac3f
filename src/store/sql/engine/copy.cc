// Copies tables one after another in the order of their keys, continuing after the last row in the
// target.
#include "store/sql/engine/copy.h"

#include <algorithm>

#include "store/sql/engine/metadata_cache.h"
#include "store/sql/engine/multi_row_statement.h"
#include "store/sql/engine/reindex.h"
#include "store/sql/engine/rows.h"
#include "store/sql/engine/schema.h"
#include "store/sql/engine/tables.h"

namespace patchbay::store::sql {
namespace {

// Rows of a transaction, and their bytes, but for the last one.
constexpr std::int64_t kTogether = 512;
constexpr std::size_t kBytesTogether = 8'388'608;

using CopiedCell = std::variant<std::nullptr_t, std::int64_t, std::string>;
using CopiedRow = std::vector<CopiedCell>;

template <class Indexes>
std::string names(const Table& table, const Indexes& indexes) {
  std::string out;
  for (const std::size_t each : indexes)
    out.append(out.empty() ? "" : ", ").append(table.columns[each].name);
  return out;
}

std::string all_names(const Table& table) {
  std::string out;
  for (const Column& each : table.columns) out.append(out.empty() ? "" : ", ").append(each.name);
  return out;
}

std::string marks(std::size_t count) {
  std::string out;
  for (std::size_t i = 1; i <= count; ++i)
    out.append(out.empty() ? "$" : ", $").append(std::to_string(i));
  return out;
}

CopiedRow row_of(const Table& table, const Rows& rows) {
  CopiedRow out;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const int at = static_cast<int>(i);
    if (rows.null(at))
      out.emplace_back(nullptr);
    else if (table.columns[i].holds == Holds::whole)
      out.emplace_back(rows.whole(at));
    else
      out.emplace_back(rows.text(at));
  }
  return out;
}

std::size_t bytes_of(const CopiedRow& row) {
  std::size_t out = 0;
  for (const CopiedCell& cell : row)
    if (const auto* text = std::get_if<std::string>(&cell)) out += text->size();
  return out;
}

Argument argument_of(const Column& column, const CopiedCell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return *whole;
  const auto* text = std::get_if<std::string>(&cell);
  if (!text) return nullptr;
  return column.holds == Holds::bytes ? Argument(Bytes{*text}) : Argument(std::string_view(*text));
}

// Returns the first rows after `last`; if `last` is empty, from the beginning.
std::vector<CopiedRow> rows_after(Connection& connection, const Table& table, const CopiedRow& last,
                                  const char* write_mode = "") {
  std::string sql = "SELECT " + all_names(table) + " FROM " + table.name;
  const std::string key = names(table, table.key);
  std::vector<Argument> arguments;
  if (!last.empty()) {
    for (const std::size_t each : table.key)
      arguments.push_back(argument_of(table.columns[each], last[each]));
    sql += " WHERE (" + key + ") > (" + marks(table.key.size()) + ")";
  }
  sql += " ORDER BY ";
  for (std::size_t i = 0; i < table.key.size(); ++i)
    sql.append(i > 0 ? ", " : "").append(table.columns[table.key[i]].name).append(write_mode);
  sql += " LIMIT " + std::to_string(*write_mode ? 1 : kTogether);
  std::vector<CopiedRow> out;
  Rows rows(connection, sql, arguments);
  for (std::size_t bytes = 0; bytes < kBytesTogether && rows.next(); bytes += bytes_of(out.back()))
    out.push_back(row_of(table, rows));
  return out;
}

std::uint64_t count(Connection& connection, const Table& table) {
  Rows rows(connection, "SELECT count(*) FROM " + table.name, {});
  return rows.next() ? static_cast<std::uint64_t>(rows.whole(0)) : 0;
}

template <class Write>
void in_transaction(Connection& connection, Write&& write) {
  connection.begin_writing(LockScope::everything);
  try {
    write();
  } catch (...) {
    connection.rollback();
    throw;
  }
  if (connection.commit() != Committed::yes) throw Unavailable("a commit failed; go on later");
}

void put(Connection& to, const Table& table, const std::vector<CopiedRow>& rows) {
  std::vector<Argument> cells;
  cells.reserve(rows.size() * table.columns.size());
  for (const CopiedRow& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      cells.push_back(argument_of(table.columns[i], row[i]));
  const std::string columns = all_names(table);
  in_transaction(to, [&] {
    if (!to.copy_in(table.name, columns, table.columns.size(), cells))
      insert_rows(table.name, columns, "").run(to, cells);
  });
}

void copy(Connection& from, Connection& to, const Table& table, Copying& copying,
          const Watch& watch) {
  copying.table = table.name;
  copying.rows += count(to, table);
  const std::vector<CopiedRow> end = rows_after(to, table, {}, " DESC");
  CopiedRow last = end.empty() ? CopiedRow{} : end.front();
  for (;;) {
    watch(copying);
    const std::vector<CopiedRow> some = rows_after(from, table, last);
    if (some.empty()) break;
    put(to, table, some);
    copying.rows += some.size();
    last = some.back();
  }
}

void compare(Connection& from, Connection& to, const Table& table) {
  CopiedRow last;
  for (;;) {
    const std::vector<CopiedRow> one = rows_after(from, table, last);
    if (one != rows_after(to, table, last))
      throw std::runtime_error("the two differ in their " + table.name +
                               ": was one of them in use meanwhile?");
    if (one.empty()) return;
    last = one.back();
  }
}

void begin(Connection& to, const std::vector<Table>& tables) {
  if (is_unfinished(to)) return;
  for (const Table& table : tables)
    if (count(to, table) > 0)
      throw std::runtime_error("what is to be copied to holds something already");
  in_transaction(to, [&] {
    execute(to, "INSERT INTO meta (name, value) VALUES ('unfinished', 1) ON CONFLICT DO NOTHING");
  });
}

}  // namespace

void copy_all(Connection& from, Connection& to, Random& random, const Watch& watch) {
  for (Connection* each : {&from, &to})
    if (schema_of(*each) != newest_schema())
      throw std::runtime_error(
          "a newer version of Patchbay has added to it what this one would "
          "leave behind: migrate with that");
  const std::vector<Table> tables = all_tables();
  begin(to, tables);
  Copying copying;
  for (const Table& table : tables) copying.total += count(from, table);
  for (const Table& table : tables) copy(from, to, table, copying, watch);
  for (const Table& table : tables) compare(from, to, table);
  copying.table = kTermIndex;
  watch(copying);
  in_transaction(to, [&] { index_terms_anew(to); });
  in_transaction(to, [&] {
    begin_epoch(to, random);
    execute(to, "DELETE FROM meta WHERE name = 'unfinished'");
  });
}

}  // namespace patchbay::store::sql
