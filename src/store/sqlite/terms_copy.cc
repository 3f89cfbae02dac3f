// Copies the tables of FTS5 row by row.
#include "store/sqlite/terms_copy.h"

#include <memory>

#include <sqlite3.h>

#include "store/sql/engine/rows.h"
#include "store/sqlite/statement.h"

namespace patchbay::store::sqlite {
namespace {

using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)>;

// One of the tables in which FTS5 keeps the index.
struct Table {
  const char* read;
  const char* clear;
  const char* write;
  int columns;
};
constexpr Table kTables[] = {
    {"SELECT id, block FROM terms_data", "DELETE FROM terms_data",
     "INSERT INTO terms_data (id, block) VALUES ($1, $2)", 2},
    {"SELECT segid, term, pgno FROM terms_idx", "DELETE FROM terms_idx",
     "INSERT INTO terms_idx (segid, term, pgno) VALUES ($1, $2, $3)", 3},
};

class Copy {
 public:
  Copy() {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(
        "", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(opened);
    if (code != SQLITE_OK) fail(opened, code, usable_);
    run("PRAGMA journal_mode = OFF");
  }

  // Runs a statement without arguments; returns whether it succeeded.
  [[nodiscard]] bool succeeds(std::string_view sql) {
    return SqliteStatement(handle_.get(), sql, usable_).try_run() == SQLITE_OK;
  }
  void run(std::string_view sql) { SqliteStatement(handle_.get(), sql, usable_).run({}); }

  void fill(sql::Connection& from, const Table& table) {
    run(table.clear);
    SqliteStatement writing(handle_.get(), table.write, usable_);
    sql::Rows rows(from, table.read, {}, sql::Rows::Count::unbounded);
    while (rows.next()) {
      // The first and the last column hold whole numbers, except for the bytes of a block.
      const bool is_block = table.columns == 2;
      const sql::Argument cells[] = {rows.whole(0), sql::Bytes{rows.view(1)},
                                     is_block ? sql::Argument{} : sql::Argument{rows.whole(2)}};
      writing.run(std::span(cells).first(static_cast<std::size_t>(table.columns)));
    }
  }

 private:
  Handle handle_{nullptr, &sqlite3_close_v2};
  bool usable_ = true;
};

}  // namespace

std::optional<std::string> find_damaged_terms(sql::Connection& connection) {
  std::string definition;
  {
    sql::Rows rows = sql::select(connection, "SELECT sql FROM sqlite_master WHERE name = 'terms'");
    if (rows.next()) definition = rows.text(0);
  }
  Copy copy;
  copy.run(definition);
  copy.run("BEGIN");
  for (const Table& table : kTables) copy.fill(connection, table);
  copy.run("COMMIT");
  if (copy.succeeds("INSERT INTO terms (terms) VALUES ('integrity-check')")) return std::nullopt;
  return "the index of search terms is damaged: searches may miss customers";
}

}  // namespace patchbay::store::sqlite
