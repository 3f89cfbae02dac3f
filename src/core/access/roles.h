// Roles. Predefined roles apply everywhere; a customer's role applies to principals whose home is
// the role's owner or below it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/call/privilege.h"
#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "store/store.h"

namespace patchbay::core {

// A customer and its ancestors, the customer first. Decides which roles are visible.
using Lineage = std::vector<CustomerId>;

// Returns a predefined role as a reference. It belongs to the root and has a number below zero.
[[nodiscard]] Reference to_reference(const Role& role);

// Returns the role with this number if it is live and visible from `home`.
[[nodiscard]] std::optional<Reference> find_visible_role(store::ReadTransaction& reader,
                                                         std::int64_t id, const Lineage& home);
// Returns all roles with this name that are visible from `home`, those of the nearest owner first.
[[nodiscard]] std::vector<Reference> visible_roles(store::ReadTransaction& reader,
                                                   std::string_view name, const Lineage& home);

[[nodiscard]] Privileges privileges_of(const Reference& role);
// Returns the privileges that the principal's roles grant together. A role that is deleted or not
// visible from its home grants nothing.
[[nodiscard]] Privileges privileges_of(store::ReadTransaction& reader, const Principal& principal);

// Returns the roles of `principal` for display: each by its name if only one visible role has that
// name, and by its number otherwise.
[[nodiscard]] std::vector<std::string> role_names(store::ReadTransaction& reader,
                                                  const Principal& principal);

// Returns the live principals that hold the role, at most `limit`. Reads every principal at the
// owner and below.
[[nodiscard]] std::vector<Principal> role_holders(store::ReadTransaction& reader,
                                                  const Reference& role, std::size_t limit);

}  // namespace patchbay::core
