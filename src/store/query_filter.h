// The filters of a CustomerQuery that are asked of each customer in turn.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/search/query.h"

namespace patchbay::store {

class QueryFilter {
 public:
  // `query` outlives this.
  explicit QueryFilter(const CustomerQuery& query);

  // The only enterprise whose customers pass, where one is named.
  [[nodiscard]] const std::optional<CustomerId>& enterprise() const { return enterprise_; }
  // What lenses must show beside that.
  [[nodiscard]] const std::vector<Match>& matches() const { return matches_; }
  // Whether a store that keeps to the scope, the life and the enterprise has nothing left to ask.
  [[nodiscard]] bool everything() const;

  [[nodiscard]] bool matches_enterprise(CustomerId id) const {
    return !enterprise_ || *enterprise_ == id;
  }
  [[nodiscard]] bool matches_name(std::string_view name) const;
  [[nodiscard]] bool matches_values(const Record& record) const;

 private:
  const CustomerQuery& query_;
  std::string name_;  // folded
  std::vector<Match> matches_;
  std::optional<CustomerId> enterprise_;
};

// Whether sorted `terms` hold every one of `wanted`, and for each of `prefixes` one that begins
// with it.
[[nodiscard]] bool hold(const std::vector<std::string>& terms,
                        const std::vector<std::string>& wanted,
                        const std::vector<std::string>& prefixes);

}  // namespace patchbay::store
