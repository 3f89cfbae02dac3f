// The reference rows of a fresh store, and those of the demo.
#pragma once

#include <vector>

#include "record/admin/reference.h"

namespace patchbay::app {

// A rate plan and a class of service, for the root customer to refer to: no store can be without.
[[nodiscard]] std::vector<Reference> system_references();

// Invented people, plans, packages, regions and the rest, of which none is in a store that is no
// demo.
[[nodiscard]] std::vector<Reference> demo_references();

}  // namespace patchbay::app
