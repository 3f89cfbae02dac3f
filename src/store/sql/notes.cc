// Notes as rows, each with the time by which it is swept out.
#include "store/sql/notes.h"

#include <deque>

#include "store/sql/for_many.h"
#include "store/sql/row_hash.h"
#include "store/sql/rows.h"

namespace patchbay::store::sql {
namespace {

// By their whole keys: of a key of two columns whose values come out of a query, SQLite uses the
// first alone.
void sweep_answers(Connection& connection, Instant before, std::int64_t limit) {
  static const ForMany kRemoving = removing("answers", "principal, name");
  std::deque<std::string> names;
  std::vector<Argument> cells;
  {
    Rows rows = select(connection,
                       "SELECT principal, name FROM answers WHERE time_us < $1 "
                       "ORDER BY time_us LIMIT $2",
                       before, limit);
    while (rows.next()) {
      cells.push_back(argument(rows.whole(0)));
      cells.push_back(Bytes{names.emplace_back(rows.text(1))});
    }
  }
  kRemoving.run(connection, cells);
}

}  // namespace

std::optional<Token> find_token(Connection& connection, std::string_view hash) {
  Rows rows =
      select(connection,
             "SELECT principal, principal_version, purpose, pair, expires_us, mac FROM tokens "
             "WHERE hash = $1",
             Bytes{hash});
  if (!rows.next()) return std::nullopt;
  const Argument cells[] = {Bytes{hash},   rows.whole(0),       rows.whole(1),
                            rows.whole(2), Bytes{rows.view(3)}, rows.whole(4)};
  if (!holds(connection, "tokens", cells, rows.view(5))) return std::nullopt;
  return Token{.hash = std::string(hash),
               .principal = rows.whole(0),
               .principal_version = rows.whole(1),
               .use = rows.flag(2) ? Token::Use::refresh : Token::Use::access,
               .pair = rows.text(3),
               .expires = rows.instant(4)};
}

void save_token(Connection& connection, const Token& token) {
  const Argument cells[] = {Bytes{token.hash},
                            argument(token.principal),
                            argument(token.principal_version),
                            argument(token.use == Token::Use::refresh),
                            Bytes{token.pair},
                            argument(token.expires)};
  const std::string mac = row_hash(connection, "tokens", cells);
  execute(connection,
          "INSERT INTO tokens (hash, principal, principal_version, purpose, pair, expires_us, mac) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7)",
          cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], Bytes{mac});
}

void remove_token(Connection& connection, std::string_view hash) {
  execute(connection, "DELETE FROM tokens WHERE hash = $1", Bytes{hash});
}

std::optional<Attempts> find_attempts(Connection& connection, std::string_view key) {
  Rows rows =
      select(connection, "SELECT failures, locked_until_us, last_us FROM attempts WHERE name = $1",
             Bytes{key});
  if (!rows.next()) return std::nullopt;
  return Attempts{.key = std::string(key),
                  .failures = rows.whole(0),
                  .locked_until = rows.instant(1),
                  .last = rows.instant(2)};
}

void save_attempts(Connection& connection, const Attempts& attempts) {
  execute(connection,
          "INSERT INTO attempts (name, failures, locked_until_us, last_us) "
          "VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET"
          " failures = excluded.failures, locked_until_us = excluded.locked_until_us,"
          " last_us = excluded.last_us",
          Bytes{attempts.key}, attempts.failures, attempts.locked_until, attempts.last);
}

void remove_attempts(Connection& connection, std::string_view prefix) {
  // The first key past those that begin with the prefix: prefixes end in a line feed.
  std::string past(prefix);
  if (!past.empty()) ++past.back();
  execute(connection, "DELETE FROM attempts WHERE name >= $1 AND name < $2", Bytes{prefix},
          Bytes{past});
}

void sweep(Connection& connection, const Sweep& old) {
  const auto some = static_cast<std::int64_t>(kSweepMax);
  execute(connection,
          "DELETE FROM tokens WHERE hash IN (SELECT hash FROM tokens WHERE expires_us <= $1 "
          "ORDER BY expires_us LIMIT $2)",
          old.now, some);
  execute(connection,
          "DELETE FROM attempts WHERE name IN (SELECT name FROM attempts WHERE last_us < $1 "
          "ORDER BY last_us LIMIT $2)",
          old.attempts_before, some);
  execute(connection,
          "DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE time_us < $1 "
          "ORDER BY time_us LIMIT $2)",
          old.requests_before, some);
  sweep_answers(connection, old.answers_before, some);
}

}  // namespace patchbay::store::sql
