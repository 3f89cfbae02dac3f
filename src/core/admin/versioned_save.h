// Saves a principal or a reference at the version that the caller named, with its history entry.
#pragma once

#include "core/admin/upsert.h"

namespace patchbay::core {

// Saves `after` as the next version if it differs from `before` (null for a new object); otherwise
// sets it to the current version. Refused if the call names a version other than the current one,
// as for customers.
[[nodiscard]] Result<void> save_versioned(const UpsertContext& context, const Call& call,
                                          const Principal* before, Principal& after);
[[nodiscard]] Result<void> save_versioned(const UpsertContext& context, const Call& call,
                                          const Reference* before, Reference& after);

}  // namespace patchbay::core
