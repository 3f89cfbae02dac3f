// The state of the server as JSON.
#pragma once

#include "core/call/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

[[nodiscard]] wire::Tree system_json(const core::SystemState& state);

}  // namespace patchbay::doors::native
