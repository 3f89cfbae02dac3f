// The statements that write changes of customers, for as many rows as there are.
#pragma once

#include <vector>

#include "store/sql/for_many.h"

namespace patchbay::store::sql {

// How changes are written.
struct Way {
  // It was not asked which entry is the newest: numbers count from it.
  bool counted = false;
  // Others may have changed the same customers since they were read; then the statement fails.
  bool checked = false;
};

struct Cell {
  std::string_view name;
  std::string_view type;
  auto operator<=>(const Cell&) const = default;
};

// Of rows of the cells of an entry. Where they are counted, each statement counts its own rows: the
// first is 1 after the newest that was there.
[[nodiscard]] const ForMany& inserting_entries(const Connection& connection, Way way);

// Of rows of the cells version, last_entry, last_hash, doc, `more`, and id. Where they are counted,
// 0 is the newest that is there, and -1 the one before it.
[[nodiscard]] ForMany updating_customers(const Connection& connection, Way way,
                                         const std::vector<Cell>& more);

}  // namespace patchbay::store::sql
