// A prepared statement of PostgreSQL.
#pragma once

#include "store/postgresql/pg_session.h"

namespace patchbay::store::postgresql {

class PostgresqlStatement final : public sql::Statement {
 public:
  // `name` identifies the statement within the session. `session` must outlive this object.
  PostgresqlStatement(PgSession& session, std::string name, std::string_view sql)
      : session_(session), name_(std::move(name)), sql_(sql) {}

  void run(std::span<const sql::Argument> arguments) override;
  // Runs the statement and ignores its rows.
  void send(std::span<const sql::Argument> arguments);
  void start(std::span<const sql::Argument> arguments) override;
  void walk(std::span<const sql::Argument> arguments) override;
  bool next() override;
  void finish() noexcept override;
  [[nodiscard]] bool null(int column) const override;
  [[nodiscard]] std::int64_t whole(int column) const override;
  [[nodiscard]] std::string_view text(int column) const override;

 private:
  void prepare();

  PgSession& session_;
  const std::string name_;
  const std::string sql_;
  bool prepared_ = false;
  PgResultPtr rows_;
  int row_ = -1;
  bool walking_ = false;  // the statement's cursor is open and may have more rows
};

}  // namespace patchbay::store::postgresql
