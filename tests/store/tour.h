// A tour through a store that makes it prepare every statement it has.
#pragma once

#include <string>

#include "store/store.h"

namespace patchbay::store {

// `store` must be empty; afterwards it holds too many customers for the path for few. A new member
// of ReadTransaction or Transaction, or a new statement in one, must be added here:
// statements_test.cc.
void fill_for_tour(Store& store);
void tour(Store& store);
// Changes several customers in one batch, as write queues do.
void tour_together(Store& store);

}  // namespace patchbay::store
