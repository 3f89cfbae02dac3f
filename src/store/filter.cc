// Asking one customer whether it is on the list.
#include "store/filter.h"

#include <algorithm>

#include "base/text.h"

namespace patchbay::store {
namespace {

char lower_of(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

Filter::Filter(const CustomerQuery& query)
    : name_(lower(query.name_contains)), where_(query.where) {}

bool Filter::admits_name(std::string_view name) const {
  if (name_.empty()) return true;
  const auto same = [](char held, char wanted) { return lower_of(held) == wanted; };
  return !std::ranges::search(name, name_, same).empty();
}

bool Filter::admits_values(const Record& record) const {
  return std::ranges::all_of(
      where_, [&](const Match& match) { return look(record, match.target) == match.value; });
}

}  // namespace patchbay::store
