// The references of a new store, and those of the demo.
#pragma once

#include <vector>

#include "record/admin/reference.h"

namespace patchbay::app {

// The rate plan and class of service of the root customer. Every store needs them.
[[nodiscard]] std::vector<Reference> system_references();

// Invented people, plans, packages, regions and so on, which only a demo has.
[[nodiscard]] std::vector<Reference> demo_references();

}  // namespace patchbay::app
