// Compares the access limits of two principals, list by list.
#include "core/access/access_grant.h"

#include <algorithm>

#include "base/cidr.h"
#include "base/text.h"

namespace patchbay::core {
namespace {

template <class Within>
bool is_within(const std::vector<std::string>& inner, const std::vector<std::string>& outer,
               Within within) {
  if (outer.empty()) return true;
  return !inner.empty() && std::ranges::all_of(inner, [&](const std::string& one) {
    return std::ranges::any_of(outer, [&](const std::string& other) { return within(one, other); });
  });
}

void add_problem(std::vector<Problem>& problems, const char* field, const char* what,
                 const std::vector<std::string>& own) {
  problems.push_back(
      {ErrorKind::role_denied, field,
       "must stay within what is open to you: " + std::string(what) + ' ' + join(own, ", "), 0});
}

}  // namespace

void check_access_limits(std::vector<Problem>& problems, const Principal& giver,
                         const Principal& other) {
  if (!is_within(other.doors, giver.doors, std::equal_to<>()))
    add_problem(problems, "doors", "doors", giver.doors);
  if (!is_within(other.sources, giver.sources, is_block_within))
    add_problem(problems, "sources", "addresses in", giver.sources);
}

}  // namespace patchbay::core
