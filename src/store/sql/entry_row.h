// An entry of history as a row of the table `entries`.
#pragma once

#include "record/entry.h"
#include "store/sql/rows.h"

namespace patchbay::store::sql {

// The columns that entry_of reads, the first ones of its row; `e` is the table.
inline constexpr std::string_view kEntryColumns =
    "e.customer, e.version, e.action, e.time_us, e.principal, e.door, e.source, e.request,"
    " e.reason, e.warnings, e.differences, e.hash, e.principal_id";
inline constexpr int kEntryColumnCount = 13;

[[nodiscard]] Entry entry_of(const Rows& rows);

}  // namespace patchbay::store::sql
