// Search terms, updated with each change of a customer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "store/query_filter.h"
#include "store/sql/customers/customers.h"
#include "store/sql/customers/search_index.h"

namespace patchbay::store::sql {

// Returns what a change does to the terms of its customer: nothing if it changes no searchable
// field.
[[nodiscard]] TermDifference term_difference(const Record& after, const Entry& entry);

// The changes of terms within one transaction. They are written together, because the index takes
// many at once for little more than one.
class PendingTerms {
 public:
  void add(TermDifference difference);
  // Whether write() would write anything.
  [[nodiscard]] bool empty() const { return written_ == noted_.size(); }
  // Writes what was noted since the last call, as one difference for each customer.
  void write(Connection& connection);

  // To be called with the savepoints of the transaction. What was written after a savepoint and
  // noted before it is pending again after a rollback.
  void savepoint() { at_savepoint_ = {noted_.size(), written_}; }
  void roll_back();

 private:
  struct Position {
    std::size_t noted = 0;
    std::size_t written = 0;
  };
  std::vector<TermDifference> noted_;
  std::size_t written_ = 0;
  Position at_savepoint_;
};

// The former values of customers that some changes removed. They are written together, and each
// with its newest version.
class FormerTermRows {
 public:
  // To be called in the order of versions.
  void add(CustomerId customer, Version version, const Differences& differences);
  void write(Connection& connection) const;

 private:
  std::map<std::pair<std::string, CustomerId>, Version> rows_;
};

void save_former_terms(Connection& connection, std::span<const CustomerChange> changes);
// Removes former values of an erased entry, unless a later entry removed the same value.
void erase_former_terms(Connection& connection, const Entry& entry);
// Returns the customers with a row for one of `former`; nothing if there are more than kFormerMax
// rows.
[[nodiscard]] std::optional<FormerCustomers> find_former(Connection& connection,
                                                         std::span<const FormerTerm> former);
// What the table holds of the values that `entry` removed: the first without a row, or the number
// of rows that name this entry as the last.
struct FormerTerms {
  std::optional<std::string> lacking;
  std::int64_t last = 0;
};
[[nodiscard]] FormerTerms hold_former_terms(Connection& connection, const Entry& entry);

}  // namespace patchbay::store::sql
