// The filters of a CustomerQuery that are asked of each customer in turn.
#pragma once

#include <string>
#include <string_view>

#include "record/query.h"

namespace patchbay::store {

inline constexpr std::size_t kPageMax = 1000;

class Filter {
 public:
  explicit Filter(const CustomerQuery& query);

  [[nodiscard]] bool everything() const { return name_.empty() && where_.empty(); }
  [[nodiscard]] bool needs_values() const { return !where_.empty(); }
  [[nodiscard]] bool admits_name(std::string_view name) const;
  [[nodiscard]] bool admits_values(const Record& record) const;

 private:
  std::string name_;  // in lower case
  const std::vector<Match>& where_;
};

}  // namespace patchbay::store
