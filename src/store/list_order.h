// The order of a list, for stores that sort what they found.
#pragma once

#include <string_view>
#include <vector>

#include "record/search/query.h"
#include "store/indexed_columns.h"

namespace patchbay::store {

inline constexpr std::size_t kPageMax = 1000;

// The text of a customer that lists of `order` are sorted by; empty for the id alone.
[[nodiscard]] std::string_view sort_key(CustomerQuery::Order order, const IndexedColumns& keys);

// Which piece of all that match a page shows.
struct PageSlice {
  std::vector<ListPosition> shown;
  bool more = false;
};
[[nodiscard]] PageSlice slice_of(const CustomerQuery& query, std::vector<ListPosition> all);

}  // namespace patchbay::store
