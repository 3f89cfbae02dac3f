// The columns by which stores find and sort customers.
#pragma once

#include <string_view>

#include "record/history/entry.h"
#include "record/value/record.h"

namespace patchbay::store {

// The views are valid as long as the record. A value that is not set is empty, 0 or false.
struct IndexedColumns {
  CustomerId parent;
  bool deleted = false;
  std::string_view name;
  std::string_view external_id;
  std::string_view account;
  std::string_view description;
  CustomerId affiliate;
  bool operator==(const IndexedColumns&) const = default;
};
[[nodiscard]] IndexedColumns indexed_columns_of(const Record& record);

// Throws std::logic_error if `after` and `entry` do not have the version after `current`, which is
// the current version (0: none).
void check_succession(const Record& after, const Entry& entry, Version current);

// Throws std::logic_error: the parent of `after` is not possible.
[[noreturn]] void throw_wrong_parent(const Record& after);

}  // namespace patchbay::store
