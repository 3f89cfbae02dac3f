// Names of the lock rows.
#include "store/sql/engine/lock_slots.h"

namespace patchbay::store::sql {

// The order of the names is the order of the numbers.
std::string slot_called(int number) {
  const int in_range = number % kSlots;
  return (in_range < 10 ? "slot/0" : "slot/") + std::to_string(in_range);
}

std::string rows_to_lock() {
  std::string out = "('numbering', 0)";
  for (int number = 0; number < kSlots; ++number) out += ", ('" + slot_called(number) + "', 0)";
  return out;
}

int any_slot(Random& random) { return static_cast<int>(random_number(random) % kSlots); }

}  // namespace patchbay::store::sql
