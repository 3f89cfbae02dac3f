// The tables, as numbered steps: each is one transaction, and none is ever changed once released.
#pragma once

#include <stdexcept>

#include "store/sql/driver.h"

namespace patchbay::store::sql {

// The schema cannot be used by this version; the text is a sentence for the operator.
struct WrongSchema : std::runtime_error {
  using std::runtime_error::runtime_error;
};

[[nodiscard]] std::int64_t newest_schema();

// 0 where there is none yet.
[[nodiscard]] std::int64_t schema_of(Connection& connection);

// Takes the database to the newest schema; throws WrongSchema where it is newer than that.
void upgrade(Connection& connection);

}  // namespace patchbay::store::sql
