// What stores know of a customer beside its values: the columns they find and sort it by.
#pragma once

#include <string_view>

#include "record/history/entry.h"
#include "record/value/record.h"

namespace patchbay::store {

// Views live as long as the record. What is not set is empty, 0 or false.
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

// Throws std::logic_error where `after` and `entry` do not follow the version that stands (0:
// none).
void check_succession(const Record& after, const Entry& entry, Version stands);

// Throws std::logic_error: what `after` asks of the tree cannot be.
[[noreturn]] void throw_wrong_parent(const Record& after);

}  // namespace patchbay::store
