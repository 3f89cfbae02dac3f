// A prepared statement of SQLite.
#pragma once

#include <sqlite3.h>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sqlite {

// Returns SQLite's message for `code`, and the system's message after a disk error: "disk I/O
// error: File too large".
[[nodiscard]] std::string said(sqlite3* handle, int code);

// Throws the exception that driver.h specifies for `code`. Sets `usable` to false if the connection
// is unreliable after this error.
[[noreturn]] void fail(sqlite3* handle, int code, bool& usable);

class SqliteStatement final : public sql::Statement {
 public:
  // `usable` belongs to the connection and must outlive this object.
  SqliteStatement(sqlite3* handle, std::string_view text, bool& usable);
  ~SqliteStatement() override { sqlite3_finalize(statement_); }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  // Runs the statement without arguments and returns SQLite's code.
  [[nodiscard]] int try_run() noexcept;

  void run(std::span<const sql::Argument> arguments) override;
  void start(std::span<const sql::Argument> arguments) override;
  bool next() override;
  void finish() noexcept override { sqlite3_reset(statement_); }
  [[nodiscard]] bool null(int column) const override;
  [[nodiscard]] std::int64_t whole(int column) const override;
  [[nodiscard]] std::string_view text(int column) const override;

 private:
  enum class Hold : std::uint8_t { view, copy };
  void bind(std::span<const sql::Argument> arguments, Hold hold);

  sqlite3* handle_;
  bool& usable_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace patchbay::store::sqlite
