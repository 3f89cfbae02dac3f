// What keeping principals and keeping references share.
#pragma once

#include "core/things.h"

namespace patchbay::core {

// How many roles, sources, API keys and the like one principal has at most.
inline constexpr std::size_t kListMax = 50;

void blame(std::vector<Problem>& problems, std::string field, std::string what,
           Wrong kind = Wrong::invalid);

// Whether the customer is live and the actor's home or below it.
[[nodiscard]] bool in_reach(const Keeper& keeper, CustomerId id);

// Whether the actor has all of these itself; read-only takes away, and nobody lacks it.
[[nodiscard]] bool holds(const Actor& actor, Privileges privileges);

[[nodiscard]] Result<Outcome> keep_principal(const Keeper& keeper, const Call& call,
                                             const KeepPrincipal& wanted);
[[nodiscard]] Result<Outcome> keep_reference(const Keeper& keeper, const Call& call,
                                             const KeepReference& wanted);

}  // namespace patchbay::core
