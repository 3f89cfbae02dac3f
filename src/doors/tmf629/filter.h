// Filters of a list, as TMF630 has them: `status=active`,
// `validFor.startDateTime.gt=2026-01-01T00:00:00Z`,
// `contactMedium.emailAddress.regex=.*@example[.]org`. Values separated by commas, alternatives
// separated by semicolons, and a name that is repeated mean any of them; everything else must hold.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/call/call.h"
#include "doors/tmf629/release.h"

namespace patchbay::doors::tmf629 {

// One comparison. See filter.cc.
struct Comparison;

class Filter {
 public:
  // Adds a parameter: its raw name and its raw values. What is wrong goes to `problems`, except
  // that patterns are not looked at.
  void add(std::string_view name, std::string_view value, std::vector<Problem>& problems);
  [[nodiscard]] bool empty() const { return groups_.empty(); }

  [[nodiscard]] bool has_patterns() const { return patterns_ > 0; }
  // The first pattern that cannot be read, if there is one. Such a pattern holds for nothing.
  [[nodiscard]] std::vector<Problem> pattern_problems() const;

  // Whether a record, shown in a release, meets all of it.
  [[nodiscard]] bool holds(const Record& record, Release release) const;
  // Lets indexes of a store narrow the query, where they can.
  void narrow(CustomerQuery& query, Release release) const;

 private:
  using Group = std::vector<std::shared_ptr<const Comparison>>;
  [[nodiscard]] bool add_values(const std::string& name, std::string_view values, Group& group,
                                std::vector<Problem>& problems);

  std::size_t count_ = 0;      // of comparisons, also of names that are not known
  std::size_t patterns_ = 0;   // of them, by a pattern
  bool is_full_ = false;       // there were too many of them
  std::vector<Group> groups_;  // of each, any; and all of them
};

}  // namespace patchbay::doors::tmf629
