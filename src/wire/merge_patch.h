// JSON Merge Patch (RFC 7396).
#pragma once

#include "wire/tree.h"

namespace patchbay::wire {

// `target` with `patch` merged into it. Neither is deeper than readers let documents be.
[[nodiscard]] Tree apply_merge_patch(Tree target, const Tree& patch);

// The merge patch that turns `before` into `after`: merged(before, difference(before, after)) is
// `after`, but for members of objects that are null in `after`: a merge patch cannot set those, and
// removes them. Numbers differ where they are written differently.
[[nodiscard]] Tree make_merge_patch(const Tree& before, const Tree& after);

}  // namespace patchbay::wire
