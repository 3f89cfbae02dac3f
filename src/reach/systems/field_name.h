// The names of fields that are kept in step: "name", "contacts/primary/email",
// "addresses/main/city", and "addresses/main" for the whole address as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/lens/lens.h"

namespace patchbay::reach {

// What a name stands for. Nothing if there is no such field, or if it cannot be kept in step: a
// secret, a field that only the server sets, and one whose value is an id of something else than a
// customer's own.
[[nodiscard]] std::optional<Target> find_target(std::string_view name);

// The name of a field of a customer, of its primary contact or of an address that a type names,
// through any lens. Nothing for other parts, and for lenses that show no value of a field.
[[nodiscard]] std::optional<std::string> find_name(const Target& target);

// Every name, in the order of the table of fields.
[[nodiscard]] std::vector<std::string> field_names();

}  // namespace patchbay::reach
