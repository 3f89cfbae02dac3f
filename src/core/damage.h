// The reply to calls that meet damaged data in the store.
#pragma once

#include "core/pending_call.h"

namespace patchbay::core {

// Returns the fault for the caller and tells the server's operator which record is damaged. The
// caller does not learn which record it is: its owner cannot be read, so the caller might not be
// allowed to see it.
[[nodiscard]] inline Fault damaged(const ServiceOptions& options, const Uuid& request,
                                   const store::Damaged& damage) {
  if (options.on_damage) options.on_damage(request, damage.what());
  return Fault(ErrorKind::damaged,
               "the stored data is damaged and cannot be read; nothing was changed, and the "
               "server's log has the details");
}

}  // namespace patchbay::core
