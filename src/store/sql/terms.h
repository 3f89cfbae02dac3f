// The table of terms, kept in step with what customers are.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/sql/customers.h"

namespace patchbay::store::sql {

// Adds the terms that changes of different customers gave and removes those that they took away;
// without touching the table where nobody is found by what changed.
void save_terms(Connection& connection, std::span<const Change> changes);

[[nodiscard]] bool has_term(Connection& connection, const std::string& term, CustomerId customer);

// For checking the table against the records: it agrees where no customer lacks one of its terms,
// and it has as many rows as all records have terms.
[[nodiscard]] std::optional<std::string> lacking_term(Connection& connection, CustomerId customer,
                                                      const std::vector<std::string>& terms);
[[nodiscard]] std::int64_t count_terms(Connection& connection);

}  // namespace patchbay::store::sql
