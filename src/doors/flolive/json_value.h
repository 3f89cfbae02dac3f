// JSON values at fields: which kinds a field takes, and lists as rows of text.
#pragma once

#include <string>

#include "doors/flolive/fields.h"
#include "wire/tree.h"

namespace patchbay::doors::flolive {

// null, "", [] and {}: each clears what it is the value of.
[[nodiscard]] bool is_empty(const wire::Tree& value);

// What a string, number or boolean means at `spelling`, spoken of as `name`.
[[nodiscard]] core::FieldEdit read_value(const Spelling& spelling, const wire::Tree& value,
                                         const std::string& name);

// A list that is being read. The first objection stands, under the name of what it is about.
struct ListEdit {
  List rows{};
  std::string field{};
  std::optional<std::string> objection{};

  void reject(std::string where, std::string what);
  // The same, of what cannot be a row: the list is then none that a record could hold.
  void reject_row(std::string where, std::string what);
};

// Appends an item of an array of whole numbers.
void read_number(ListEdit& list, const wire::Tree& item, const std::string& name);
// Appends an item of an array of objects. Members that are no cells are not looked at.
void read_row(ListEdit& list, std::span<const Spelling> cells, const wire::Tree& item,
              const std::string& name);

}  // namespace patchbay::doors::flolive
