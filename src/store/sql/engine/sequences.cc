// Counters in a table, so that all nodes get different numbers.
#include "store/sql/engine/sequences.h"

#include "store/sql/engine/row_hash.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {

std::string reference_sequence(ReferenceKind kind) {
  return "reference/" + std::string(word(kind));
}

std::int64_t next_in_sequence(Connection& connection, std::string_view counter) {
  Rows rows = select(connection,
                     "INSERT INTO counters (name, value) VALUES ($1, 1) ON CONFLICT (name) "
                     "DO UPDATE SET value = counters.value + 1 RETURNING value",
                     counter);
  if (!rows.next()) throw Unavailable("a counter gave no number");
  return rows.whole(0);
}

void advance_sequence(Connection& connection, std::string_view counter, std::int64_t value) {
  execute(connection,
          "INSERT INTO counters (name, value) VALUES ($1, $2) ON CONFLICT (name) "
          "DO UPDATE SET value = excluded.value WHERE counters.value < excluded.value",
          counter, value);
}

namespace {

constexpr std::string_view kMark = "mark/";

std::string mark_row(std::string_view name) { return std::string(kMark) + std::string(name); }

// Checks a row with the columns name, value and mac.
bool mark_holds(const Connection& connection, const Rows& rows) {
  const Argument cells[] = {rows.view(0), rows.whole(1)};
  return check_row_hash(connection, "marks", cells, rows.view(2));
}

}  // namespace

std::optional<std::int64_t> find_mark(Connection& connection, std::string_view name) {
  Rows rows =
      select(connection, "SELECT name, value, mac FROM counters WHERE name = $1", mark_row(name));
  if (!rows.next()) return std::nullopt;
  if (!mark_holds(connection, rows))
    throw Unavailable("the mark \"" + std::string(name) + "\" was not written by this server");
  return rows.whole(1);
}

std::vector<Mark> find_marks(Connection& connection) {
  std::vector<Mark> out;
  Rows rows = select(connection,
                     "SELECT name, value, mac FROM counters WHERE name >= $1 AND name < 'mark0' "
                     "ORDER BY name",
                     kMark);
  while (rows.next())
    if (mark_holds(connection, rows))
      out.push_back({rows.text(0).substr(kMark.size()), rows.whole(1)});
  return out;
}

void set_mark(Connection& connection, const Mark& mark) {
  const std::string name = mark_row(mark.name);
  const Argument cells[] = {argument(name), argument(mark.value)};
  const std::string mac = row_hash(connection, "marks", cells);
  execute(connection,
          "INSERT INTO counters (name, value, mac) VALUES ($1, $2, $3) ON CONFLICT (name) "
          "DO UPDATE SET value = excluded.value, mac = excluded.mac",
          cells[0], cells[1], Bytes{mac});
}

}  // namespace patchbay::store::sql
