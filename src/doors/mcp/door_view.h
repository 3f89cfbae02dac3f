// A customer as a vendor's API shows it.
#pragma once

#include <string>

#include "core/call/outcome.h"
#include "core/call/privilege.h"
#include "doors/settings.h"
#include "record/fault.h"
#include "wire/tree.h"

namespace patchbay::doors::mcp {

// What that door asks of somebody who reads a customer there; a fault at "door" if there is no such
// door, or if its API reads no customer.
[[nodiscard]] Result<core::RequiredPrivilege> privilege_to_see(const std::string& door,
                                                               const Settings& settings);
// The reply of the door to a request that reads the customer: {"door", "status", "type", "body"}.
[[nodiscard]] wire::Tree seen_through(const std::string& door, const core::View& view,
                                      const Settings& settings);

}  // namespace patchbay::doors::mcp
