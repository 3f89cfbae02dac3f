// History: entries by pointer, from the newest back.
#include <algorithm>
#include <limits>

#include "record/chain.h"
#include "record/codec.h"
#include "store/sql/counters.h"
#include "store/sql/customers.h"
#include "store/sql/entry_row.h"
#include "store/sql/terms.h"

namespace patchbay::store::sql {
namespace {

// The greatest entry whose values were erased.
constexpr std::string_view kErasedTo = "history erased to entry";

// Versions are dense, so that a limit is a lowest version: the walk stops there.
const std::string& walk() {
  static const std::string kSql =
      "WITH RECURSIVE walk (id, previous, version) AS ("
      " SELECT e.id, e.previous, e.version FROM customers c JOIN entries e ON e.id = c.last_entry"
      "  WHERE c.id = $1"
      " UNION ALL"
      " SELECT e.id, e.previous, e.version FROM walk w JOIN entries e ON e.id = w.previous"
      "  WHERE w.version > $2)"
      "SELECT " +
      std::string(kEntryColumns) +
      " FROM walk w JOIN entries e ON e.id = w.id "
      "WHERE w.version >= $2 AND w.version < $3 ORDER BY w.version DESC";
  return kSql;
}

Version version_of(Connection& connection, CustomerId id) {
  Rows rows = select(connection, "SELECT version FROM customers WHERE id = $1", id);
  return rows.next() ? rows.whole(0) : 0;
}

}  // namespace

std::vector<Entry> find_history(Connection& connection, CustomerId id, Version before,
                                std::size_t limit) {
  const Version end = version_of(connection, id) + 1;
  const Version last = before > 0 ? std::min(before, end) : end;
  const auto count =
      static_cast<Version>(std::min<std::size_t>(limit, std::numeric_limits<std::int32_t>::max()));
  const Version first = std::max<Version>(1, last - count);
  std::vector<Entry> out;
  if (first >= last) return out;
  Rows rows = select(connection, walk(), id, first, last);
  while (rows.next()) out.push_back(entry_of(rows));
  return out;
}

std::size_t erase_history(Connection& connection, Instant time, std::size_t limit) {
  struct Old {
    std::int64_t id;
    Entry entry;  // its customer, version and differences
  };
  std::vector<Old> old;
  {
    const std::int64_t erased = find_mark(connection, kErasedTo).value_or(0);
    Rows rows =
        select(connection,
               "SELECT id, time_us, customer, version, differences FROM entries WHERE id > $1 "
               "ORDER BY id LIMIT $2",
               erased, static_cast<std::int64_t>(limit));
    while (rows.next() && rows.instant(1) < time)
      old.push_back({rows.whole(0),
                     {.customer = rows.customer(2),
                      .version = rows.whole(3),
                      .action = {},
                      .by = {},
                      .differences = readable(decode_differences(rows.view(4)))}});
  }
  for (Old& each : old) {
    erase_former_terms(connection, each.entry);
    for (Difference& difference : each.entry.differences) erase_values(difference);
    execute(connection, "UPDATE entries SET differences = $1 WHERE id = $2",
            encode(each.entry.differences), each.id);
  }
  if (!old.empty()) set_mark(connection, kErasedTo, old.back().id);
  return old.size();
}

}  // namespace patchbay::store::sql
