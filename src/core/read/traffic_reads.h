// Reads of traffic: who may see which requests.
#pragma once

#include "core/access/actor.h"
#include "core/call/call.h"
#include "core/call/outcome.h"
#include "store/store.h"

namespace patchbay::core {

// Of whose requests a caller sees what they sent. The arguments must outlive the result.
[[nodiscard]] Traffic::IsVisible visible_to(store::ReadTransaction& reader, const Actor& actor);

// What a caller may see: requests of principals whose home is its own or below it, and, with the
// privilege `system`, also of callers that were not authenticated. `traffic` is null if this server
// keeps none.
[[nodiscard]] Result<Outcome> list_traffic(store::ReadTransaction& reader, const Actor& actor,
                                           const Call& call, Traffic* traffic);
[[nodiscard]] Result<Outcome> get_traffic(store::ReadTransaction& reader, const Actor& actor,
                                          const Call& call, Traffic* traffic);
[[nodiscard]] Result<Outcome> list_problems(store::ReadTransaction& reader, const Actor& actor,
                                            const Call& call, Traffic* traffic);

}  // namespace patchbay::core
