// Candidates for a list, from indexes only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/query_filter.h"
#include "store/sql/list/select_builder.h"

namespace patchbay::store::sql {

// Up to this many candidates are fetched and sorted; more are read in the order of the list.
inline constexpr std::size_t kFew = 4096;

struct Candidates {
  // Sorted ids that include all matches; nothing: there are too many.
  std::optional<std::vector<CustomerId>> few;
  // Terms that must still be tested on each candidate.
  std::vector<std::string> terms;
  std::vector<std::string> prefixes;
  bool too_many = false;  // the condition on former numbers matches too many customers, so the list
                          // is refused
};

[[nodiscard]] Candidates candidates(Connection& connection, const CustomerQuery& query,
                                    const QueryFilter& filter, const Scope& scope);

}  // namespace patchbay::store::sql
