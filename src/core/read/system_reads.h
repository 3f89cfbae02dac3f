// Reads the state of the server.
#pragma once

#include "core/access/actor.h"
#include "core/call/call.h"
#include "core/call/outcome.h"

namespace patchbay::core {

// Refused as unknown_object if `system` is null.
[[nodiscard]] Result<Outcome> read_system(store::ReadTransaction& reader, const Actor& actor,
                                          const Call& call, System* system);

}  // namespace patchbay::core
