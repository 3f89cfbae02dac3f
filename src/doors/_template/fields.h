// How the door spells the fields of a customer.
#pragma once

#include <span>
#include <string_view>

#include "doors/shared/spelling.h"

namespace patchbay::doors::template_dialect {

// Every field, in the order in which replies show them.
[[nodiscard]] std::span<const Spelling> fields();
[[nodiscard]] std::span<const std::string_view> field_names();

}  // namespace patchbay::doors::template_dialect
