// Roles: the predefined ones, which hold everywhere, and those of customers, which hold for whoever
// has a home that is their owner or stands below it.
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

// A customer with its line of ancestors, itself first: from where roles are seen.
using Lineage = std::vector<CustomerId>;

// A predefined role as a reference: it belongs to the root, under a number below zero.
[[nodiscard]] Reference to_reference(const Role& role);

// The role with this number, where it is live and seen from `home`.
[[nodiscard]] std::optional<Reference> find_visible_role(store::ReadTransaction& reader,
                                                         std::int64_t id, const Lineage& home);
// All roles of this name that are seen from `home`, those of the nearest owner first.
[[nodiscard]] std::vector<Reference> visible_roles(store::ReadTransaction& reader,
                                                   std::string_view name, const Lineage& home);

[[nodiscard]] Privileges privileges_of(const Reference& role);
// What the roles of `principal` come to: one that is deleted, or not seen from its home, gives
// nothing.
[[nodiscard]] Privileges privileges_of(store::ReadTransaction& reader, const Principal& principal);

// How the roles of `principal` are shown: each by its name where that is of one role only that is
// seen from its home, and by its number otherwise.
[[nodiscard]] std::vector<std::string> role_names(store::ReadTransaction& reader,
                                                  const Principal& principal);

// The live principals that hold the role, of all whom it can hold for. At most `limit`. Reads every
// principal of the owner and below.
[[nodiscard]] std::vector<Principal> role_holders(store::ReadTransaction& reader,
                                                  const Reference& role, std::size_t limit);

}  // namespace patchbay::core
