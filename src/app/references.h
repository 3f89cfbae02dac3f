// The reference data of a fresh store.
#pragma once

#include <vector>

#include "record/reference.h"

namespace patchbay::app {

[[nodiscard]] std::vector<Reference> standard_references();

}  // namespace patchbay::app
