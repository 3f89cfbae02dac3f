// JSON values of fields: which types a field accepts, and lists as rows of text.
#pragma once

#include <string>

#include "doors/flolive/fields.h"
#include "wire/tree.h"

namespace patchbay::doors::flolive {

// null, "", [] and {}: each clears a value.
[[nodiscard]] bool is_empty(const wire::Tree& value);

// The edit that sets `spelling` to a string, number or boolean. Messages call the field `name`.
[[nodiscard]] core::FieldEdit read_value(const Spelling& spelling, const wire::Tree& value,
                                         const std::string& name);

// A list being read. Keeps the first objection, under the name of the item it is about.
struct ListEdit {
  List rows{};
  std::string field{};
  std::optional<std::string> objection{};

  void reject(std::string where, std::string what);
  // The same for an item that cannot be a row. The list can then never equal one in a record.
  void reject_row(std::string where, std::string what);
};

// Appends an item of an array of whole numbers.
void read_number(ListEdit& list, const wire::Tree& item, const std::string& name);
// Appends an item of an array of objects. Members that are not cells are ignored.
void read_row(ListEdit& list, std::span<const Spelling> cells, const wire::Tree& item,
              const std::string& name);

}  // namespace patchbay::doors::flolive
