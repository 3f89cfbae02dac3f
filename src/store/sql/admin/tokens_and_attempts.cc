// Rows with the time after which sweep() removes them.
#include "store/sql/admin/tokens_and_attempts.h"

#include <deque>

#include "store/sql/admin/destinations.h"
#include "store/sql/admin/requests.h"
#include "store/sql/engine/multi_row_statement.h"
#include "store/sql/engine/row_hash.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

// Returns the first key after all keys that begin with `prefix`; empty if there is none.
std::string past_prefix(std::string_view prefix) {
  std::string past(prefix);
  while (!past.empty() && past.back() == '\xff') past.pop_back();
  if (!past.empty()) past.back() = static_cast<char>(static_cast<unsigned char>(past.back()) + 1);
  return past;
}

Attempts attempts_of(const Rows& rows) {
  return {.key = rows.text(0),
          .source = rows.text(1),
          .failures = rows.whole(2),
          .locked_until = rows.instant(3),
          .last = rows.instant(4)};
}

// Deletes by whole keys: for a two-column key whose values come from a subquery, SQLite would use
// only the first column.
void sweep_answers(Connection& connection, Instant before, std::int64_t limit) {
  static const MultiRowStatement kRemoving = delete_rows("answers", "principal, name");
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
  Rows rows = select(connection,
                     "SELECT principal, principal_version, purpose, pair, expires_us, family, "
                     "spent, mac FROM tokens WHERE hash = $1",
                     Bytes{hash});
  if (!rows.next()) return std::nullopt;
  const Argument cells[] = {Bytes{hash},         rows.whole(0), rows.whole(1),       rows.whole(2),
                            Bytes{rows.view(3)}, rows.whole(4), Bytes{rows.view(5)}, rows.whole(6)};
  if (!check_row_hash(connection, "tokens", cells, rows.view(7))) return std::nullopt;
  return Token{.hash = std::string(hash),
               .principal = rows.whole(0),
               .principal_version = rows.whole(1),
               .use = static_cast<Token::Use>(rows.whole(2)),
               .pair = rows.text(3),
               .expires = rows.instant(4),
               .family = rows.text(5),
               .spent = rows.flag(6)};
}

void save_token(Connection& connection, const Token& token) {
  const Argument cells[] = {Bytes{token.hash},
                            argument(token.principal),
                            argument(token.principal_version),
                            argument(static_cast<std::int64_t>(token.use)),
                            Bytes{token.pair},
                            argument(token.expires),
                            Bytes{token.family},
                            argument(token.spent)};
  const std::string mac = row_hash(connection, "tokens", cells);
  execute(connection,
          "INSERT INTO tokens (hash, principal, principal_version, purpose, pair, expires_us,"
          " family, spent, mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
          "ON CONFLICT (hash) DO UPDATE SET spent = excluded.spent, family = excluded.family,"
          " expires_us = excluded.expires_us, mac = excluded.mac",
          cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7],
          Bytes{mac});
}

void remove_token(Connection& connection, std::string_view hash) {
  execute(connection, "DELETE FROM tokens WHERE hash = $1", Bytes{hash});
}

void remove_family(Connection& connection, std::string_view family) {
  execute(connection, "DELETE FROM tokens WHERE family = $1 AND spent = 0", Bytes{family});
}

std::optional<Attempts> find_attempts(Connection& connection, std::string_view key) {
  Rows rows = select(connection,
                     "SELECT name, source, failures, locked_until_us, last_us FROM attempts "
                     "WHERE name = $1",
                     Bytes{key});
  return rows.next() ? std::optional(attempts_of(rows)) : std::nullopt;
}

std::vector<Attempts> find_attempts(Connection& connection, std::string_view prefix,
                                    std::size_t limit) {
  std::vector<Attempts> out;
  Rows rows = select(connection,
                     "SELECT name, source, failures, locked_until_us, last_us FROM attempts "
                     "WHERE name >= $1 AND name < $2 ORDER BY name LIMIT $3",
                     Bytes{prefix}, Bytes{past_prefix(prefix)}, static_cast<std::int64_t>(limit));
  while (rows.next()) out.push_back(attempts_of(rows));
  return out;
}

void save_attempts(Connection& connection, const Attempts& attempts) {
  execute(connection,
          "INSERT INTO attempts (name, source, failures, locked_until_us, last_us, turn) "
          "VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(turn), 0) + 1 FROM attempts)) "
          "ON CONFLICT (name) DO UPDATE SET"
          " failures = excluded.failures, locked_until_us = excluded.locked_until_us,"
          " last_us = excluded.last_us, turn = excluded.turn",
          Bytes{attempts.key}, attempts.source, attempts.failures, attempts.locked_until,
          attempts.last);
}

void remove_attempts(Connection& connection, std::string_view prefix) {
  execute(connection, "DELETE FROM attempts WHERE name >= $1 AND name < $2", Bytes{prefix},
          Bytes{past_prefix(prefix)});
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
          "DELETE FROM attempts WHERE name IN (SELECT name FROM attempts WHERE last_us > $1 "
          "ORDER BY last_us LIMIT $2)",
          old.attempts_after, some);
  execute(connection, "DELETE FROM attempts WHERE turn <= (SELECT MAX(turn) FROM attempts) - $1",
          old.attempts_max);
  sweep_requests(connection, old.requests_before, some);
  sweep_answers(connection, old.answers_before, some);
  if (old.deliveries_before.us > 0) sweep_delivery_attempts(connection, old, kSweepMax);
}

}  // namespace patchbay::store::sql
