// Counting in a table, so that a number is given once whoever asks.
#include "store/sql/counters.h"

#include "store/sql/rows.h"

namespace patchbay::store::sql {

std::string reference_counter(Kind kind) { return "reference/" + std::string(word(kind)); }

std::int64_t count_up(Connection& connection, std::string_view counter) {
  Rows rows = select(connection,
                     "INSERT INTO counters (name, value) VALUES ($1, 1) ON CONFLICT (name) "
                     "DO UPDATE SET value = counters.value + 1 RETURNING value",
                     counter);
  if (!rows.next()) throw Unavailable("a counter gave no number");
  return rows.whole(0);
}

void count_past(Connection& connection, std::string_view counter, std::int64_t value) {
  execute(connection,
          "INSERT INTO counters (name, value) VALUES ($1, $2) ON CONFLICT (name) "
          "DO UPDATE SET value = excluded.value WHERE counters.value < excluded.value",
          counter, value);
}

namespace {
std::string mark_row(std::string_view name) { return "mark/" + std::string(name); }
}  // namespace

std::optional<std::int64_t> find_mark(Connection& connection, std::string_view name) {
  Rows rows = select(connection, "SELECT value FROM counters WHERE name = $1", mark_row(name));
  if (!rows.next()) return std::nullopt;
  return rows.whole(0);
}

void set_mark(Connection& connection, std::string_view name, std::int64_t value) {
  execute(connection,
          "INSERT INTO counters (name, value) VALUES ($1, $2) ON CONFLICT (name) "
          "DO UPDATE SET value = excluded.value",
          mark_row(name), value);
}

}  // namespace patchbay::store::sql
