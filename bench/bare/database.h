// A SQLite file in WAL mode with synchronous=FULL, and prepared statements. Any error ends the
// program.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <sqlite3.h>

namespace patchbay::bench {

class Database {
 public:
  explicit Database(const char* file) {
    if (sqlite3_open(file, &db_) != SQLITE_OK) fail();
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA cache_size = -65536");
    run("PRAGMA mmap_size = 0");
  }
  ~Database() { sqlite3_close(db_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* out = nullptr;
    if (sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &out, nullptr) != SQLITE_OK)
      fail();
    return out;
  }
  [[noreturn]] void fail() {
    std::fprintf(stderr, "bare_sqlite: %s\n", sqlite3_errmsg(db_));
    std::exit(1);
  }

 private:
  sqlite3* db_ = nullptr;
};

class Statement {
 public:
  Statement(Database& database, const char* sql)
      : database_(database), statement_(database.prepare(sql)) {}
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int at, std::int64_t value) {
    sqlite3_bind_int64(statement_, at, value);
    return *this;
  }
  Statement& bind(int at, const std::string& value) {
    sqlite3_bind_text(statement_, at, value.data(), static_cast<int>(value.size()),
                      SQLITE_TRANSIENT);
    return *this;
  }
  bool step() {
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) database_.fail();
    return code == SQLITE_ROW;
  }
  void reset() { sqlite3_reset(statement_); }
  [[nodiscard]] std::int64_t whole(int at) { return sqlite3_column_int64(statement_, at); }
  [[nodiscard]] std::string text(int at) {
    const auto* found = reinterpret_cast<const char*>(sqlite3_column_text(statement_, at));
    return {found, static_cast<std::size_t>(sqlite3_column_bytes(statement_, at))};
  }

 private:
  Database& database_;
  sqlite3_stmt* statement_;
};

}  // namespace patchbay::bench
