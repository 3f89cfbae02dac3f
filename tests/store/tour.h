// A tour through a store: whatever it can be asked and told, so that it prepares every statement
// that it ever will.
#pragma once

#include <string>

#include "store/store.h"

namespace patchbay::store {

// `store` is empty; afterwards it holds so many customers that they are no longer few. Whoever adds
// a member to ReadTransaction or Transaction, or a statement to one, adds it here:
// statements_test.cc.
void fill_for_tour(Store& store);
void tour(Store& store);
// Changes of several customers in one batch, as write queues write them.
void tour_together(Store& store);

}  // namespace patchbay::store
