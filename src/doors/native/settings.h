// The settings of this door.
#pragma once

namespace patchbay::doors::native {

// There are none: this dialect is our own.
struct DialectSettings {};

}  // namespace patchbay::doors::native
