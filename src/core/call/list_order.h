// One of several orders of a list.
#pragma once

#include "record/search/query.h"

namespace patchbay::core {

// Each order counts among the customers that are equal in the ones before it.
struct ListOrder {
  CustomerQuery::Order order = CustomerQuery::Order::id;
  bool descending = false;
};

}  // namespace patchbay::core
