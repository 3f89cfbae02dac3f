// FTS5's own check of the index of search terms.
#pragma once

#include <optional>
#include <string>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sqlite {

// Returns a sentence if FTS5 finds damage in the index, so that searches would miss what the index
// holds; nothing if it finds none. FTS5 checks only what it may write to, so the index is copied
// to a temporary database, which SQLite keeps in memory or in a file of its own.
[[nodiscard]] std::optional<std::string> find_damaged_terms(sql::Connection& connection);

}  // namespace patchbay::store::sqlite
