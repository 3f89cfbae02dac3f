// Canonical values to and from JSON, by the rows of the field table.
#pragma once

#include "core/call.h"
#include "record/record.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// A flag is a boolean, a whole number a number, a decimal a string, a list an array, a secret its
// mask.
[[nodiscard]] wire::Tree to_json(Field field, const Value& value);

// The same for history: a secret is {"sealed": mask}.
[[nodiscard]] wire::Tree to_history_json(const Path& path, const std::optional<Value>& value);

// The wish to set `field` of the part at `part` to `tree`; null and "" clear. A value of a wrong
// kind becomes a wish with a complaint. `name` is the caller's spelling.
[[nodiscard]] core::Wish to_wish(Field field, const PartRef& part, const wire::Tree& tree,
                                 std::string name);

}  // namespace patchbay::doors::native
