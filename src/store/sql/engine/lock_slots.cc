// Names of the lock rows.
#include "store/sql/engine/lock_slots.h"

#include <random>

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

int any_slot() {
  std::random_device random;
  return std::uniform_int_distribution<int>(0, kSlots - 1)(random);
}

}  // namespace patchbay::store::sql
