// Whether a filter names anything: principals by the names they have or once had, and requests.
#pragma once

#include "core/call.h"
#include "core/subject.h"

namespace patchbay::core {

// Whether the actor reaches a principal, deleted or not, that has this name or once had it.
[[nodiscard]] bool knows_principal(store::Reader& reader, const Actor& actor,
                                   std::string_view name);

// The refusal of a name that no principal has whom the actor reaches, with the nearest one that one
// has. Tells nothing of principals out of reach.
[[nodiscard]] Problem unknown_principal(store::Reader& reader, const Actor& actor,
                                        std::string_view name, std::string field);

// "; did you mean alice?", or nothing where no name is near.
[[nodiscard]] std::string suggestion(std::string_view nearest);

}  // namespace patchbay::core
