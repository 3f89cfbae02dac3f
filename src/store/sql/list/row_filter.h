// Tests whether the customer in a row matches a query.
#pragma once

#include "store/sql/list/candidates.h"

namespace patchbay::store::sql {

// The columns that rows must have.
inline constexpr std::string_view kFilterColumns =
    "id, uuid, version, doc, path, parent, deleted, enterprise, name, account, description";

class RowFilter {
 public:
  // The arguments must outlive this object.
  RowFilter(const CustomerQuery& query, const QueryFilter& filter, const Scope& scope,
            const Candidates& candidates)
      : query_(query), filter_(filter), scope_(scope), candidates_(candidates) {}

  // Tests the cheapest conditions first; decodes the values only if all others hold. The customer
  // is known to have the first `terms_known` of the candidates' terms.
  [[nodiscard]] bool matches(const Rows& row, std::size_t terms_known = 0) const;
  [[nodiscard]] ListPosition place(const Rows& row) const;

 private:
  [[nodiscard]] bool matches_life(bool deleted) const;
  // The conditions that this customer does not meet by a former value.
  [[nodiscard]] std::vector<const OpenCondition*> open_for(CustomerId id) const;
  [[nodiscard]] bool has_values(const Rows& row, std::size_t terms_known) const;

  const CustomerQuery& query_;
  const QueryFilter& filter_;
  const Scope& scope_;
  const Candidates& candidates_;
};

}  // namespace patchbay::store::sql
