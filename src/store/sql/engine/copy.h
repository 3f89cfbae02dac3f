// Copying all that one database holds into another, whatever their engines.
#pragma once

#include <functional>
#include <string>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

struct Copying {
  std::string table;
  std::uint64_t rows = 0;  // of all tables, there by now
  std::uint64_t total = 0;
};
using Watch = std::function<void(const Copying&)>;

// Copies every row of every table, some at a time, each time in one transaction: what was copied
// before an interruption is not copied again. `to` has the same schema; until the end it is marked
// as unfinished, and no server opens it. Throws std::runtime_error where `to` holds something else,
// or where the two differ afterwards, row by row.
void copy_all(Connection& from, Connection& to, const Watch& watch);

}  // namespace patchbay::store::sql
