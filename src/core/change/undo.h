// Undo: restores the values before a change if they were not changed since.
#pragma once

#include "core/change/plan.h"

namespace patchbay::core {

// Restores in `draft` the values before the changes of `undo.versions`. Appends problems: an
// unknown version, a path that the versions did not change, a path that was changed again since or,
// unless `undo.again`, was undone already.
void apply_undo(const ChangeContext& context, const Undo& undo, Draft& draft,
                std::vector<Problem>& problems);

}  // namespace patchbay::core
