// Errors of PostgreSQL, classified by what the caller should do.
#pragma once

#include <string>
#include <utility>

#include <libpq-fe.h>

namespace patchbay::store::postgresql {

struct PgError {
  std::string text;
  bool is_conflict = false;    // conflicts with another transaction; a retry may succeed
  bool breaks_a_rule = false;  // violates a constraint, such as uniqueness
  bool took_too_long = false;  // timed out; a retry would time out again
};

[[nodiscard]] PgError to_pg_error(const PGresult* refusal);
[[nodiscard]] bool is_warning(const PGresult* notice);
// Whether COMMIT committed: the server answers with ROLLBACK if it had to roll back.
[[nodiscard]] bool is_commit(const PGresult* answer);
// Returns a message of libpq as one line.
[[nodiscard]] std::string to_one_line(const char* message);

// Advice for a pooler that gives each transaction another session.
inline constexpr const char* kKeepToSessions =
    "a pooler in front of the database must keep to sessions (pool_mode = session)";

// The driver's own statements, by the names they are prepared under.
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
