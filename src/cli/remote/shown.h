// How replies of the native API are shown to people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/remote/text_table.h"
#include "wire/tree.h"

namespace patchbay::app {

// A value as people read it: a text as it is, a list or an object as JSON, nothing for null.
[[nodiscard]] std::string value_text(const wire::Tree& tree);
// The same for a member of an object; empty if there is none.
[[nodiscard]] std::string member_text(const wire::Tree& tree, std::string_view name);

// A row for each value of an object, with its path: "addresses/<uuid>/city".
[[nodiscard]] std::string fields_text(const wire::Tree& object, const Terminal& terminal);

// A table of the members of each object in `items`, which may be null.
[[nodiscard]] std::string items_text(const wire::Tree* items, const std::vector<std::string>& names,
                                     const Terminal& terminal);

// The changes of an entry on one line: `tax_number: "A" -> "B"; notes: nothing -> "call back"`.
[[nodiscard]] std::string changes_text(const wire::Tree* changes);
// The changes as a table: path, before, after.
[[nodiscard]] std::string changes_table(const wire::Tree* changes, const Terminal& terminal);
// Whether there is any change in the list.
[[nodiscard]] bool has_changes(const wire::Tree* changes);

}  // namespace patchbay::app
