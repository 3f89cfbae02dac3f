// Calls that come upon something damaged in the store.
#pragma once

#include "core/pending_call.h"

namespace patchbay::core {

// What such a call is answered. Tells whoever looks after the server which record it was, and the
// caller only that it was one: nothing of it can be read, and so not whose it is either.
[[nodiscard]] inline Fault damaged(const ServiceOptions& options, const Uuid& request,
                                   const store::Damaged& damage) {
  if (options.on_damage) options.on_damage(request, damage.what());
  return Fault(ErrorKind::damaged,
               "what the server holds of this is damaged and cannot be read; nothing was changed, "
               "and the operator's log says more");
}

}  // namespace patchbay::core
