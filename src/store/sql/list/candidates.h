// What indexes say about a list before any customer is looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/query_filter.h"
#include "store/sql/list/select_builder.h"

namespace patchbay::store::sql {

// Up to this many customers are fetched and sorted; more are walked in the list's own order.
inline constexpr std::size_t kFew = 4096;

struct Candidates {
  // Sorted; everybody on the list is among them. Nothing: they are too many.
  std::optional<std::vector<CustomerId>> few;
  // What must still be asked of each.
  std::vector<std::string> terms;
  std::vector<std::string> prefixes;
  bool too_many = false;  // have or once had what is asked for: the list cannot be made
};

[[nodiscard]] Candidates candidates(Connection& connection, const CustomerQuery& query,
                                    const QueryFilter& filter, const Scope& scope);

}  // namespace patchbay::store::sql
