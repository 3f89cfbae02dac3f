// The order of lists, for stores that sort in memory.
#pragma once

#include <string_view>
#include <vector>

#include "record/search/query.h"
#include "store/indexed_columns.h"

namespace patchbay::store {

inline constexpr std::size_t kPageMax = 1000;

// Returns the text that lists in `order` are sorted by; empty if they are sorted by id only.
[[nodiscard]] std::string_view sort_key(CustomerQuery::Order order, const IndexedColumns& keys);

// The part of all matches that a page shows.
struct PageSlice {
  std::vector<ListPosition> shown;
  bool more = false;
};
[[nodiscard]] PageSlice slice_of(const CustomerQuery& query, std::vector<ListPosition> all);

}  // namespace patchbay::store
