// Checks that the names and request ids in a filter exist, including former names of principals.
#pragma once

#include <span>

#include "core/access/subject.h"
#include "core/call/call.h"

namespace patchbay::core {

// Whether the actor reaches a principal, live or deleted, that has or once had this name.
[[nodiscard]] bool is_known_principal(store::ReadTransaction& reader, const Actor& actor,
                                      std::string_view name);

// Returns the refusal of an unknown principal's name, with the nearest name in reach. It reveals
// nothing about principals out of reach.
[[nodiscard]] Problem unknown_principal(store::ReadTransaction& reader, const Actor& actor,
                                        std::string_view name, std::string field);

// Returns the name in `known` that is nearest to `name`, ignoring case, accents and width
// (base/case_fold.h); empty if none is near.
[[nodiscard]] std::string_view nearest_name(std::string_view name,
                                            std::span<const std::string_view> known);

// Returns "; the nearest known name is alice", or an empty text if `nearest` is empty.
[[nodiscard]] std::string suggestion(std::string_view nearest);

}  // namespace patchbay::core
