// Recent requests as JSON.
#pragma once

#include "core/call/call.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

[[nodiscard]] wire::Tree traffic_json(const core::TrafficPage& page);
// With both bodies.
[[nodiscard]] wire::Tree traffic_json(const core::TrafficRecord& record);
[[nodiscard]] wire::Tree problems_json(const core::ProblemGroups& groups);

}  // namespace patchbay::doors::native
