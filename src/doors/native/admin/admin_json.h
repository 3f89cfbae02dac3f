// Principals, plans, roles and references in the native door's JSON.
#pragma once

#include "core/call/call.h"
#include "core/call/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// `lockouts` of the principal, or null if they were not read.
[[nodiscard]] wire::Tree principal_json(const Principal& principal,
                                        const std::vector<core::Lockout>* lockouts);
[[nodiscard]] wire::Tree reference_json(const Reference& reference);

// Reads a merge patch. Appends what cannot be read to `problems`.
void read_principal(const wire::Object& patch, core::UpsertPrincipal& out,
                    std::vector<Problem>& problems);
void read_reference(const wire::Object& patch, core::UpsertReference& out,
                    std::vector<Problem>& problems);

}  // namespace patchbay::doors::native
