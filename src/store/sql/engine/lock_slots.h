// Rows that are there to be locked, so that writers keep out of each other's way: decision 0018.
#pragma once

#include <string>

namespace patchbay::store::sql {

// As many as there should be writers of values that do not wait for one another, and as few as a
// writer of everything may lock each time.
inline constexpr int kSlots = 32;

// The rows of the slots, and of the numbering of entries, as the rows of an INSERT into meta.
[[nodiscard]] std::string rows_to_lock();
// A slot's row, of any number: past the last the first comes again.
[[nodiscard]] std::string slot_called(int number);
// The number of one, by chance.
[[nodiscard]] int any_slot();

}  // namespace patchbay::store::sql
