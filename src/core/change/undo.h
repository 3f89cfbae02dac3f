// Undo: restores the values before a change if they were not changed since.
#pragma once

#include "core/change/plan.h"

namespace patchbay::core {

// Restores in `draft` the values before the changes of `undo.versions`. Appends problems: an
// unknown version, a path that the versions did not change, a path that was changed again since.
void apply_undo(const ChangeContext& context, const Undo& undo, Draft& draft,
                std::vector<Problem>& problems);

// Whether undos have taken back all that `version` of the customer changed: `record` as it is now.
[[nodiscard]] bool is_undone(store::ReadTransaction& reader, const Record& record, Version version);

}  // namespace patchbay::core
