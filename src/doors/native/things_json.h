// Principals, plans, roles and references as the native door writes and reads them.
#pragma once

#include "core/call.h"
#include "core/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

[[nodiscard]] wire::Tree principal_json(const Principal& principal);
[[nodiscard]] wire::Tree reference_json(const Reference& reference);

// A merge patch of either; appends what it cannot read to `problems`.
void read_principal(const wire::Object& patch, core::KeepPrincipal& out,
                    std::vector<Problem>& problems);
void read_reference(const wire::Object& patch, core::KeepReference& out,
                    std::vector<Problem>& problems);

}  // namespace patchbay::doors::native
