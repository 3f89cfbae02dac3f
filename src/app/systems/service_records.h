// The record's side of outside systems: customers read and changed through core.
#pragma once

#include <memory>
#include <string>

#include "core/service.h"
#include "reach/systems/description.h"

namespace patchbay::app {

// The author of such changes in history.
inline constexpr const char* kSystemsAuthor = "patchbay apply";

// The live customers below `below`, with the rights of the system owner. `reason` is for history.
// `service` must outlive the result.
[[nodiscard]] std::unique_ptr<reach::Records> service_records(core::Service& service,
                                                              CustomerId below, std::string reason);

}  // namespace patchbay::app
