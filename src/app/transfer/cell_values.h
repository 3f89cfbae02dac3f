// What the text of a cell, or of NAME=VALUE on a command line, stands for.
#pragma once

#include <string>

#include "app/transfer/columns.h"
#include "core/call/call.h"
#include "record/field/value_rule.h"
#include "wire/tree.h"

namespace patchbay::app {

// The text of a cell; of JSON also of a number and a boolean. Empty for anything else.
[[nodiscard]] std::string cell_text(const wire::Tree& tree);

// What `text` stands for in a field, as JSON. What cannot be read stays a text, which is then
// refused.
[[nodiscard]] wire::Tree cell_tree(const ValueRule& rule, const std::string& text);

// The edit of a value as the door spells it that the column names.
[[nodiscard]] core::FieldEdit spelled_edit(const Column& column, const wire::Tree& tree);

}  // namespace patchbay::app
