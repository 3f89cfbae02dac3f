// The settings of this door.
#pragma once

namespace patchbay::doors::mcp {

// There are none: rights are in the roles of principals.
struct DialectSettings {};

}  // namespace patchbay::doors::mcp
