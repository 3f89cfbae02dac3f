// The settings of this door.
#pragma once

namespace patchbay::doors::tmf629 {

// There are none: where the releases of the standard differ, each has a path.
struct DialectSettings {};

}  // namespace patchbay::doors::tmf629
