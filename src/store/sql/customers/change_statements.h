// Statements that write changes of customers, for any number of rows.
#pragma once

#include <vector>

#include "store/sql/engine/multi_row_statement.h"

namespace patchbay::store::sql {

// How changes are written.
struct WriteMode {
  // The number of the newest entry was not read; the database counts from it.
  bool counted = false;
  // Others may have changed the same customers since they were read; the statement fails if so.
  bool checked = false;
};

struct TypedColumn {
  std::string_view name;
  std::string_view type;
  auto operator<=>(const TypedColumn&) const = default;
};

// Inserts entries. With `counted`, the database numbers the rows of each statement, starting after
// the newest entry.
[[nodiscard]] const MultiRowStatement& insert_entries(const Connection& connection,
                                                      WriteMode write_mode);

// Updates rows with the cells version, last_entry, last_hash, doc, `more` and id. With `counted`,
// last_entry 0 means the newest entry and -1 the one before it.
[[nodiscard]] MultiRowStatement update_customers(const Connection& connection, WriteMode write_mode,
                                                 const std::vector<TypedColumn>& more);

}  // namespace patchbay::store::sql
