// The keyed hash of a row: over the table's name and all other cells, including the key.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Throws std::logic_error if the connection has no key. No cell may be NULL.
[[nodiscard]] std::string row_hash(const Connection& connection, std::string_view table,
                                   std::span<const Argument> cells);
// Whether the row's hash is right; true if the key is not known. If it is wrong, raises the alarm
// with the table and the first cell.
[[nodiscard]] bool check_row_hash(const Connection& connection, std::string_view table,
                                  std::span<const Argument> cells, std::string_view hash);
// Whether a row of version `version` is current, that is, its newest history entry is not above it
// (`newest`). If it is not, raises the alarm.
[[nodiscard]] bool check_row_version(const Connection& connection, std::string_view table,
                                     std::int64_t id, std::int64_t version, std::int64_t newest);

}  // namespace patchbay::store::sql
