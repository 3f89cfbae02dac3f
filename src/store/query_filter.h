// The filters of a CustomerQuery that are tested on each customer.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/search/query.h"

namespace patchbay::store {

class QueryFilter {
 public:
  // `query` must outlive this object.
  explicit QueryFilter(const CustomerQuery& query);

  // The only enterprise whose customers match, if the query names one.
  [[nodiscard]] const std::optional<CustomerId>& enterprise() const { return enterprise_; }
  // Lenses and the values they must show, in addition to the enterprise.
  [[nodiscard]] const std::vector<Match>& matches() const { return matches_; }
  // Whether a filter looks at values.
  [[nodiscard]] bool needs_values() const { return !matches_.empty() || query_.suits; }
  // Whether no filter remains after scope, life and enterprise are applied.
  [[nodiscard]] bool everything() const;

  [[nodiscard]] bool matches_enterprise(CustomerId id) const {
    return !enterprise_ || *enterprise_ == id;
  }
  [[nodiscard]] bool matches_name(std::string_view name) const;
  [[nodiscard]] bool matches_values(const Record& record) const;

 private:
  const CustomerQuery& query_;
  std::string name_;  // after case folding
  std::vector<Match> matches_;
  std::optional<CustomerId> enterprise_;
};

// Whether the sorted `terms` contain all of `wanted` and, for each of `prefixes`, a term that
// begins with it.
[[nodiscard]] bool hold(const std::vector<std::string>& terms,
                        const std::vector<std::string>& wanted,
                        const std::vector<std::string>& prefixes);

// Whether a former value with this term meets the condition.
[[nodiscard]] bool is_met_before(const NowOrBefore& condition, std::string_view term);

// The customers that meet a condition by a former value, with the newest version that removed one.
using FormerCustomers = std::map<CustomerId, Version>;

// Returns which of `records` meet a condition of the query only by a former value. `former` has an
// element for each condition of the query, or none at all.
[[nodiscard]] std::vector<FormerMatch> former_matches(const CustomerQuery& query,
                                                      std::span<const FormerCustomers> former,
                                                      const std::vector<Record>& records);

}  // namespace patchbay::store
