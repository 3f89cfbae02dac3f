// Sorts matches and selects one page.
#include "store/list_order.h"

#include <algorithm>
#include <functional>

namespace patchbay::store {

std::string_view sort_key(CustomerQuery::Order order, const IndexedColumns& keys) {
  switch (order) {
    case CustomerQuery::Order::id:
      return {};
    case CustomerQuery::Order::name:
      return keys.name;
    case CustomerQuery::Order::account:
      return keys.account;
    case CustomerQuery::Order::description:
      return keys.description;
  }
  return {};
}

PageSlice slice_of(const CustomerQuery& query, std::vector<ListPosition> all) {
  if (query.after)
    std::erase_if(all, [&](const ListPosition& place) {
      return query.descending ? place >= *query.after : place <= *query.after;
    });
  if (query.descending)
    std::ranges::sort(all, std::greater{});
  else
    std::ranges::sort(all);
  const std::size_t first = std::min(query.offset, all.size());
  const std::size_t count = std::min({query.limit, kPageMax, all.size() - first});
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = begin + static_cast<std::ptrdiff_t>(count);
  return {{begin, end}, end != all.end()};
}

}  // namespace patchbay::store
