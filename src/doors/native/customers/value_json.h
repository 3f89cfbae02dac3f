// Converts canonical values to and from JSON, by the rows of the field table.
#pragma once

#include "core/call/call.h"
#include "record/value/record.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// A flag becomes a boolean, a whole number a number, a decimal a string, a list an array, a secret
// its mask.
[[nodiscard]] wire::Tree to_json(Field field, const Value& value);

// The same for history: a secret becomes {"sealed": mask}.
[[nodiscard]] wire::Tree to_history_json(const Path& path, const std::optional<Value>& value);

// The edit that sets `field` of the part at `part` to `tree`. null and "" clear. A value of a wrong
// type becomes an edit with an objection. `name` is the caller's spelling.
[[nodiscard]] core::FieldEdit to_edit(Field field, const PartRef& part, const wire::Tree& tree,
                                      std::string name);

}  // namespace patchbay::doors::native
