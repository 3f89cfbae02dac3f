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

// What remains of a condition on present or former values: customers without a former value must
// have these terms.
struct OpenCondition {
  std::size_t number = 0;  // index in CustomerQuery::now_or_before
  std::vector<std::string> terms{};
  std::vector<std::string> prefixes{};
};

struct Candidates {
  // Sorted ids that include all matches; nothing: there are too many.
  std::optional<std::vector<CustomerId>> few;
  // Terms that must still be tested on each candidate.
  std::vector<std::string> terms;
  std::vector<std::string> prefixes;
  std::vector<OpenCondition> open{};
  std::vector<FormerCustomers> former{};  // one for each of CustomerQuery::now_or_before
  bool former_left_out = false;           // see CustomerPage
};

[[nodiscard]] Candidates candidates(Connection& connection, const CustomerQuery& query,
                                    const QueryFilter& filter, const Scope& scope);

}  // namespace patchbay::store::sql
