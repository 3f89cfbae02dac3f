// The settings of this door. There are none yet; a member added here is read from `settings.NAME`,
// where NAME is the name of the door.
#pragma once

namespace patchbay::doors::template_dialect {

struct DialectSettings {};

}  // namespace patchbay::doors::template_dialect
