// Whether the columns and tables that things are found by agree with what is held.
#pragma once

#include <optional>
#include <string>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// The first place where they do not, as a sentence. Walks every customer.
[[nodiscard]] std::optional<std::string> find_index_mismatch(Connection& connection);

}  // namespace patchbay::store::sql
