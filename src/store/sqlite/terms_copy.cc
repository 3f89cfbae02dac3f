// Copies the tables of FTS5 row by row.
#include "store/sqlite/terms_copy.h"

#include <memory>

#include <sqlite3.h>

#include "store/sql/engine/rows.h"
#include "store/sqlite/fts5_pages.h"
#include "store/sqlite/statement.h"

namespace patchbay::store::sqlite {
namespace {

using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)>;

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
  [[nodiscard]] SqliteStatement prepared(std::string_view sql) {
    return {handle_.get(), sql, usable_};
  }

 private:
  Handle handle_{nullptr, &sqlite3_close_v2};
  bool usable_ = true;
};

void copy_pages(sql::Connection& from, Copy& to, PageList& list) {
  to.run("DELETE FROM terms_data");
  SqliteStatement writing = to.prepared("INSERT INTO terms_data (id, block) VALUES ($1, $2)");
  sql::Rows rows(from, "SELECT id, block FROM terms_data ORDER BY id", {},
                 sql::Rows::Count::unbounded);
  while (rows.next()) {
    const sql::Argument cells[] = {rows.whole(0), sql::Bytes{rows.view(1)}};
    writing.run(cells);
    list.add_page(rows.whole(0), rows.view(1));
  }
}

void copy_list(sql::Connection& from, Copy& to, PageList& list) {
  to.run("DELETE FROM terms_idx");
  SqliteStatement writing =
      to.prepared("INSERT INTO terms_idx (segid, term, pgno) VALUES ($1, $2, $3)");
  sql::Rows rows(from, "SELECT segid, term, pgno FROM terms_idx ORDER BY segid, term", {},
                 sql::Rows::Count::unbounded);
  while (rows.next()) {
    const sql::Argument cells[] = {rows.whole(0), sql::Bytes{rows.view(1)}, rows.whole(2)};
    writing.run(cells);
    list.add_row(rows.whole(0), rows.view(1), rows.whole(2));
  }
}

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
  PageList list;
  copy_pages(connection, copy, list);
  copy_list(connection, copy, list);
  copy.run("COMMIT");
  if (list.is_right() && copy.succeeds("INSERT INTO terms (terms) VALUES ('integrity-check')"))
    return std::nullopt;
  return "the index of search terms is damaged: searches may miss customers";
}

}  // namespace patchbay::store::sqlite
