// The table of terms, kept in step with what customers are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "record/entry.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

// Adds the terms that the change `entry` gave to `after` and removes those that it took away;
// without touching the table where nobody is found by what changed.
void save_terms(Connection& connection, const Record& after, const Entry& entry);

[[nodiscard]] bool has_term(Connection& connection, const std::string& term, CustomerId customer);

// For checking the table against the records: it agrees where no customer lacks a term, and it has
// as many rows as all records have terms.
[[nodiscard]] std::optional<std::string> lacking_term(Connection& connection, const Record& record);
[[nodiscard]] std::int64_t count_terms(Connection& connection);

}  // namespace patchbay::store::sql
