// The table of terms, kept in step with what customers are.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/sql/customers/customers.h"

namespace patchbay::store::sql {

// Adds the terms that changes of different customers gave and removes those that they took away;
// without touching the table where nobody is found by what changed.
void save_terms(Connection& connection, std::span<const CustomerChange> changes);

// Adds the telephone numbers that an entry took away to those that its customer once had.
void save_former_terms(Connection& connection, std::span<const CustomerChange> changes);
void save_former_terms(Connection& connection, CustomerId customer, Version version,
                       const Differences& differences);
// Removes them where no later entry took the same away.
void erase_former_terms(Connection& connection, const Entry& entry);
// See ReadTransaction::former.
[[nodiscard]] std::optional<Version> find_former(Connection& connection, CustomerId customer,
                                                 std::string_view prefix);
// Of the telephone numbers that `entry` took away: the first that is missing, or how many were
// taken away by it last.
struct FormerTerms {
  std::optional<std::string> lacking;
  std::int64_t last = 0;
};
[[nodiscard]] FormerTerms hold_former_terms(Connection& connection, const Entry& entry);

// What begins with `prefix` is at least that and less than this, which goes on with U+10FFFF: no
// character, so that no text does.
[[nodiscard]] std::string end_of_prefix(std::string_view prefix);

[[nodiscard]] bool has_term(Connection& connection, const std::string& term, CustomerId customer);

// For checking the table against the records: it agrees where no customer lacks one of its terms,
// and it has as many rows as all records have terms.
[[nodiscard]] std::optional<std::string> lacking_term(Connection& connection, CustomerId customer,
                                                      const std::vector<std::string>& terms);
[[nodiscard]] std::int64_t count_terms(Connection& connection);

}  // namespace patchbay::store::sql
