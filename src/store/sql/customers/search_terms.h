// The table of search terms, updated with each change of a customer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/sql/customers/customers.h"

namespace patchbay::store::sql {

// Adds and removes terms according to the changes, which are of different customers. Does not touch
// the table if no searchable field changed.
void save_terms(Connection& connection, std::span<const CustomerChange> changes);

// Adds removed telephone numbers to the customer's former numbers.
void save_former_terms(Connection& connection, std::span<const CustomerChange> changes);
void save_former_terms(Connection& connection, CustomerId customer, Version version,
                       const Differences& differences);
// Removes former numbers of an erased entry, unless a later entry removed the same number.
void erase_former_terms(Connection& connection, const Entry& entry);
// See ReadTransaction::former.
[[nodiscard]] std::optional<Version> find_former(Connection& connection, CustomerId customer,
                                                 std::string_view prefix);
// Of the telephone numbers that `entry` removed: the first without a row, or the number of rows
// that name this entry as the last.
struct FormerTerms {
  std::optional<std::string> lacking;
  std::int64_t last = 0;
};
[[nodiscard]] FormerTerms hold_former_terms(Connection& connection, const Entry& entry);

// Every text that begins with `prefix` is not less than `prefix` and less than this. The bound ends
// with U+10FFFF, which is not a character and occurs in no text.
[[nodiscard]] std::string end_of_prefix(std::string_view prefix);

[[nodiscard]] bool has_term(Connection& connection, const std::string& term, CustomerId customer);

// Checks the table against the records. The table is right if no customer lacks a term and the
// number of rows equals the number of terms of all records.
[[nodiscard]] std::optional<std::string> lacking_term(Connection& connection, CustomerId customer,
                                                      const std::vector<std::string>& terms);
[[nodiscard]] std::int64_t count_terms(Connection& connection);

}  // namespace patchbay::store::sql
