// Saved views as JSON.
#pragma once

#include "core/call/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

[[nodiscard]] wire::Tree view_json(const SavedView& view);
[[nodiscard]] wire::Tree views_json(const core::SavedViews& views);

}  // namespace patchbay::doors::native
