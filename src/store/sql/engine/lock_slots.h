// Rows that writers lock to exclude each other: decision 0018.
#pragma once

#include <string>

#include "base/random.h"

namespace patchbay::store::sql {

// Number of slots: enough that writers of values rarely wait for each other, and few enough that a
// writer of everything can lock them all each time.
inline constexpr int kSlots = 32;

// Returns the rows of the slots and of the numbering of entries, for an INSERT into meta.
[[nodiscard]] std::string rows_to_lock();
// Returns the name of a slot's row. Numbers past the last slot start over.
[[nodiscard]] std::string slot_called(int number);
// Returns a random slot number.
[[nodiscard]] int any_slot(Random& random);

}  // namespace patchbay::store::sql
