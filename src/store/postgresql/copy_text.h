// Rows in the text format of COPY.
#pragma once

#include <span>
#include <string>

#include "store/sql/engine/driver.h"

namespace patchbay::store::postgresql {

// Returns a line for each `width` cells.
[[nodiscard]] std::string copy_text(std::size_t width, std::span<const sql::Argument> cells);

}  // namespace patchbay::store::postgresql
