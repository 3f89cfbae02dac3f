// Checks that indexed columns and index tables agree with the data.
#pragma once

#include <optional>
#include <string>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Returns the first disagreement as a sentence. Reads every customer.
[[nodiscard]] std::optional<std::string> find_index_mismatch(Connection& connection);

}  // namespace patchbay::store::sql
