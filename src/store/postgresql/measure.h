// Measures a PostgreSQL database.
#pragma once

#include <string>

#include "store/open.h"

namespace patchbay::store::postgresql {

// See measure() in store/open.h; throws Unavailable.
[[nodiscard]] Footprint measure(const std::string& url);

}  // namespace patchbay::store::postgresql
