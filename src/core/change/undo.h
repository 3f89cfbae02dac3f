// Taking a change back: its values of before, where nothing has changed them since.
#pragma once

#include "core/change/plan.h"

namespace patchbay::core {

// Puts onto `draft` what stood before the changes that made `undo.versions`. Appends to `problems`
// what stands in the way: no such change, a path they did not change, a path that was changed again
// since.
void apply_undo(const ChangeContext& context, const Undo& undo, Draft& draft,
                std::vector<Problem>& problems);

}  // namespace patchbay::core
