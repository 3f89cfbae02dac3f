// JSON Merge Patch (RFC 7396).
#pragma once

#include "wire/tree.h"

namespace patchbay::wire {

// `target` with `patch` merged into it. Both are at most as deep as the readers allow.
[[nodiscard]] Tree apply_merge_patch(Tree target, const Tree& patch);

// The merge patch that turns `before` into `after`: apply_merge_patch(before,
// make_merge_patch(before, after)) equals `after`, except for object members that are null in
// `after`: a merge patch cannot set null and removes them. Numbers with different text count as
// different.
[[nodiscard]] Tree make_merge_patch(const Tree& before, const Tree& after);

}  // namespace patchbay::wire
