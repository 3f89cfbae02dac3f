// Principals, plans, roles and references as the native door writes and reads them.
#pragma once

#include "core/call.h"
#include "core/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// `lockouts` of the principal, or null where nobody looked for them.
[[nodiscard]] wire::Tree principal_json(const Principal& principal,
                                        const std::vector<core::Lockout>* lockouts);
[[nodiscard]] wire::Tree reference_json(const Reference& reference);

// A merge patch of either; appends what it cannot read to `problems`.
void read_principal(const wire::Object& patch, core::KeepPrincipal& out,
                    std::vector<Problem>& problems);
void read_reference(const wire::Object& patch, core::KeepReference& out,
                    std::vector<Problem>& problems);

}  // namespace patchbay::doors::native
