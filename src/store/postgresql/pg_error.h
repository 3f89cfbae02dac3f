// What PostgreSQL says when something is wrong, sorted by what follows from it.
#pragma once

#include <string>
#include <utility>

#include <libpq-fe.h>

namespace patchbay::store::postgresql {

struct PgError {
  std::string text;
  bool is_conflict = false;    // with another transaction: the same may succeed the next time
  bool breaks_a_rule = false;  // of the tables, such as uniqueness
  bool took_too_long = false;  // and would again
};

[[nodiscard]] PgError to_pg_error(const PGresult* refusal);
[[nodiscard]] bool is_warning(const PGresult* notice);
// Whether COMMIT did commit: it answers with another word where it had to roll back.
[[nodiscard]] bool is_commit(const PGresult* answer);
// A message of libpq as one line.
[[nodiscard]] std::string to_one_line(const char* message);

// Where a pooler lends each transaction another session.
inline constexpr const char* kKeepToSessions =
    "a pooler in front of the database must keep to sessions (pool_mode = session)";

// Statements of the driver's own, by the names they are prepared under.
inline constexpr std::pair<const char*, const char*> kOwnStatements[] = {
    {"read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
    {"write", "BEGIN ISOLATION LEVEL READ COMMITTED"},
    {"commit", "COMMIT"},
    {"rollback", "ROLLBACK"},
    {"savepoint", "SAVEPOINT job"},
    {"release", "RELEASE SAVEPOINT job"},
    {"rollback to", "ROLLBACK TO SAVEPOINT job"},
};

}  // namespace patchbay::store::postgresql
