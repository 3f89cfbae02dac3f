// Plans come from callers, so each is checked before anything of it is done.
#pragma once

#include <string_view>

#include "core/call/system_calls.h"
#include "reach/systems/description.h"
#include "record/fault.h"

namespace patchbay::app {

// Whether the field is kept in step with the system.
[[nodiscard]] bool is_kept(const reach::SystemDescription& system, std::string_view field);

// A plan may only do what a plan of this system could. A fault names `changes`. Whether both sides
// are still as the plan says is not looked at.
[[nodiscard]] Result<void> check_plan(const reach::SystemDescription& system,
                                      const core::ApplySystem& plan);

}  // namespace patchbay::app
