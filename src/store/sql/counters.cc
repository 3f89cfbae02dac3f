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

}  // namespace patchbay::store::sql
