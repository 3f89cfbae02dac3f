// A history entry as a row of the table `entries`.
#pragma once

#include "record/history/entry.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {

// The columns that entry_of reads, which must come first; `e` is the table.
inline constexpr std::string_view kEntryColumns =
    "e.customer, e.version, e.action, e.time_us, e.principal, e.door, e.source, e.request,"
    " e.reason, e.warnings, e.differences, e.hash, e.principal_id";
inline constexpr int kEntryColumnCount = 13;
inline constexpr int kRequestColumn = 7;

// The entries of customer $1 from the newest back to version $2, as the table `walk`. Versions have
// no gaps, so the recursion ends there.
inline constexpr std::string_view kWalk =
    "WITH RECURSIVE walk (id, previous, version) AS ("
    " SELECT e.id, e.previous, e.version FROM customers c JOIN entries e ON e.id = c.last_entry"
    "  WHERE c.id = $1"
    " UNION ALL"
    " SELECT e.id, e.previous, e.version FROM walk w JOIN entries e ON e.id = w.previous"
    "  WHERE w.version > $2)";

[[nodiscard]] Entry entry_of(const Rows& rows);

}  // namespace patchbay::store::sql
