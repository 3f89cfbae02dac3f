// How the door spells the fields of a customer.
#pragma once

#include <span>

#include "doors/shared/spelling.h"

namespace patchbay::doors::m2mportal {

// The elements of edit-customer beside its key. Absent keeps, empty deletes.
[[nodiscard]] std::span<const Spelling> edited_elements();
// Those of add-customer: none.
[[nodiscard]] std::span<const Spelling> added_elements();
// The name of a new customer. In edit-customer it is the key and cannot be changed.
[[nodiscard]] const Spelling& customer_element();

}  // namespace patchbay::doors::m2mportal
