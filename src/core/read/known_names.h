// Whether a filter names anything: principals by the names they have or once had, and requests.
#pragma once

#include <span>

#include "core/access/subject.h"
#include "core/call/call.h"

namespace patchbay::core {

// Whether the actor reaches a principal, deleted or not, that has this name or once had it.
[[nodiscard]] bool is_known_principal(store::ReadTransaction& reader, const Actor& actor,
                                      std::string_view name);

// The refusal of a name that no principal has whom the actor reaches, with the nearest one that one
// has. Tells nothing of principals out of reach.
[[nodiscard]] Problem unknown_principal(store::ReadTransaction& reader, const Actor& actor,
                                        std::string_view name, std::string field);

// The one of `known` that is nearest to `name` where neither case, accents nor width count
// (base/case_fold.h); empty where none is near.
[[nodiscard]] std::string_view nearest_name(std::string_view name,
                                            std::span<const std::string_view> known);

// "; the nearest known name is alice", or nothing where no name is near.
[[nodiscard]] std::string suggestion(std::string_view nearest);

}  // namespace patchbay::core
