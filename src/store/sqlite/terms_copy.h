// A check of the tables in which FTS5 keeps the index of search terms.
#pragma once

#include <optional>
#include <string>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sqlite {

// Returns a sentence if the index is damaged, so that searches would miss what it holds; nothing if
// it is not. FTS5 makes its own check, and its list of pages is compared with them (fts5_pages.h).
// FTS5 checks only what it may write to, so the index is copied to a temporary database, which
// SQLite keeps in memory or in a temporary file.
[[nodiscard]] std::optional<std::string> find_damaged_terms(sql::Connection& connection);

}  // namespace patchbay::store::sqlite
