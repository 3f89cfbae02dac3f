// The end of keeping a principal or a reference: only at the version the caller named, and with its
// entry of history.
#pragma once

#include "core/admin/admin_objects.h"

namespace patchbay::core {

// Saves `after`, at the next version, where it differs from `before` (null: it is new); otherwise
// gives it the version that stands. Refused where the call names another version than stands, as
// for customers.
[[nodiscard]] Result<void> save_versioned(const UpsertContext& context, const Call& call,
                                          const Principal* before, Principal& after);
[[nodiscard]] Result<void> save_versioned(const UpsertContext& context, const Call& call,
                                          const Reference* before, Reference& after);

}  // namespace patchbay::core
