// The routes of the door: one, for all methods of the protocol.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::mcp {

inline constexpr std::string_view kName = "mcp";
inline constexpr std::string_view kPath = "/mcp";

inline constexpr Route kRoutes[] = {{"POST", kPath, 0}};

}  // namespace patchbay::doors::mcp
