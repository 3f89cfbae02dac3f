// Everything that is held about a customer, for the person who asks for it.
#pragma once

#include "core/access/actor.h"
#include "core/call/call.h"
#include "core/call/outcome.h"
#include "store/store.h"

namespace patchbay::core {

// `traffic` may be null.
[[nodiscard]] Result<Outcome> read_everything(store::ReadTransaction& reader, const Actor& actor,
                                              const Call& call, Traffic* traffic);

}  // namespace patchbay::core
