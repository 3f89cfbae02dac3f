// The properties of the customer object: one table for both transports.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/call/outcome.h"
#include "doors/shared/spelling.h"
#include "wire/tree.h"

namespace patchbay::doors::everlytic {

// Every property but kIsDepartment, in the order of the vendor's object.
[[nodiscard]] std::span<const Spelling> properties();
// The row of that name, which is known to be there.
[[nodiscard]] const Spelling& property(std::string_view name);
// Every name, kIsDepartment among them.
[[nodiscard]] const std::vector<std::string_view>& property_names();

// Constant: the record has no departments.
inline constexpr std::string_view kIsDepartment = "is_department";
inline constexpr std::string_view kNoDepartment = "no";

// Whether the property is an integer; every other is a string.
[[nodiscard]] bool is_integer(const Spelling& row);

// The whole object. What is absent reads as "", of an integer as 0.
[[nodiscard]] wire::Tree object_of(const core::View& view);

}  // namespace patchbay::doors::everlytic
