// The keyed hash that a row carries: over its table and every other cell of it, its key included.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Throws std::logic_error where the connection does not know the key. No cell is NULL.
[[nodiscard]] std::string row_hash(const Connection& connection, std::string_view table,
                                   std::span<const Argument> cells);
// Whether the row was written by who holds the key; also where that is not known to us. If not, the
// alarm is raised, which tells its table and its first cell.
[[nodiscard]] bool holds(const Connection& connection, std::string_view table,
                         std::span<const Argument> cells, std::string_view hash);
// Whether a row of version `version` has no newer entry in its history, whose newest is `newest`.
// If it has, the alarm is raised.
[[nodiscard]] bool is_newest(const Connection& connection, std::string_view table, std::int64_t id,
                             std::int64_t version, std::int64_t newest);

}  // namespace patchbay::store::sql
