// The statements that write changes of customers, for as many rows as there are.
#pragma once

#include <vector>

#include "store/sql/engine/multi_row_statement.h"

namespace patchbay::store::sql {

// How changes are written.
struct WriteMode {
  // It was not asked which entry is the newest: numbers count from it.
  bool counted = false;
  // Others may have changed the same customers since they were read; then the statement fails.
  bool checked = false;
};

struct TypedColumn {
  std::string_view name;
  std::string_view type;
  auto operator<=>(const TypedColumn&) const = default;
};

// Of rows of the cells of an entry. Where they are counted, each statement counts its own rows: the
// first is 1 after the newest that was there.
[[nodiscard]] const MultiRowStatement& insert_entries(const Connection& connection,
                                                      WriteMode write_mode);

// Of rows of the cells version, last_entry, last_hash, doc, `more`, and id. Where they are counted,
// 0 is the newest that is there, and -1 the one before it.
[[nodiscard]] MultiRowStatement update_customers(const Connection& connection, WriteMode write_mode,
                                                 const std::vector<TypedColumn>& more);

}  // namespace patchbay::store::sql
