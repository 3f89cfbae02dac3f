// Lists of customers.
#pragma once

#include "record/search/query.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] CustomerPage list_customers(Connection& connection, const CustomerQuery& query);

}  // namespace patchbay::store::sql
