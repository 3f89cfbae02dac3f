// Lists of customers.
#pragma once

#include "record/query.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] CustomerPage list_customers(Connection& connection, const CustomerQuery& query);

}  // namespace patchbay::store::sql
