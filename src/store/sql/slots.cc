// The names of the rows.
#include "store/sql/slots.h"

#include <random>

namespace patchbay::store::sql {
namespace {

// In the order of their numbers, which is that of their names.
std::string slot(int number) { return (number < 10 ? "slot/0" : "slot/") + std::to_string(number); }

}  // namespace

std::string rows_to_lock() {
  std::string out = "('numbering', 0)";
  for (int number = 0; number < kSlots; ++number) out += ", ('" + slot(number) + "', 0)";
  return out;
}

std::string any_slot() {
  std::random_device random;
  return slot(std::uniform_int_distribution<int>(0, kSlots - 1)(random));
}

}  // namespace patchbay::store::sql
