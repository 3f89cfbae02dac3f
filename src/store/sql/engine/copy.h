// Copies a whole database to another one of any engine.
#pragma once

#include <functional>
#include <string>

#include "base/random.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

struct Copying {
  std::string table;
  std::uint64_t rows = 0;  // rows copied so far, in all tables
  std::uint64_t total = 0;
};
using Watch = std::function<void(const Copying&)>;

// Copies every row of every table in several transactions, and then builds the index of search
// terms. After an interruption, a new call continues. `to` must have the same schema; it is marked
// as unfinished until the end, and no server opens it. `random`: see begin_epoch(). Throws
// std::runtime_error if `to` has other contents, or if a final comparison finds a difference.
void copy_all(Connection& from, Connection& to, Random& random, const Watch& watch);

}  // namespace patchbay::store::sql
