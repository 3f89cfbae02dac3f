// An anchor as JSON: the reply of the native door, and a line of a file of anchors.
#pragma once

#include <optional>

#include "record/history/anchor.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

[[nodiscard]] wire::Tree anchor_json(const Anchor& anchor);
// Nothing if it is not an anchor.
[[nodiscard]] std::optional<Anchor> parse_anchor(const wire::Tree& tree);

}  // namespace patchbay::doors::native
