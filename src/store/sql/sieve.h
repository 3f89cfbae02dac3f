// Whether the customer of a row is on the list.
#pragma once

#include "store/sql/candidates.h"

namespace patchbay::store::sql {

// The columns that rows must have.
inline constexpr std::string_view kSieved =
    "id, uuid, version, doc, path, parent, deleted, enterprise, name, account, description";

class Sieve {
 public:
  // What it is given outlives this.
  Sieve(Connection& connection, const CustomerQuery& query, const Filter& filter,
        const Scope& scope, const Candidates& candidates)
      : connection_(connection),
        query_(query),
        filter_(filter),
        scope_(scope),
        candidates_(candidates) {}

  // Asks what costs least first: the values are read and decoded only where all else holds.
  [[nodiscard]] bool admits(const Rows& row) const;
  [[nodiscard]] Place place(const Rows& row) const;

 private:
  [[nodiscard]] bool alive(bool deleted) const;
  [[nodiscard]] bool has_terms(CustomerId id) const;
  [[nodiscard]] bool has_values(const Rows& row) const;

  Connection& connection_;
  const CustomerQuery& query_;
  const Filter& filter_;
  const Scope& scope_;
  const Candidates& candidates_;
};

}  // namespace patchbay::store::sql
