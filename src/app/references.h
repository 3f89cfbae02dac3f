// The reference data of a fresh store.
#pragma once

#include "store/store.h"

namespace patchbay::app {

void save_references(store::Transaction& transaction);

}  // namespace patchbay::app
