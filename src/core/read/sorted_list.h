// Lists in several orders, one within the other: stores sort by one.
#pragma once

#include <span>

#include "core/call/call.h"
#include "store/store.h"

namespace patchbay::core {

struct SortBounds {
  std::size_t matches = 20'000;  // at most that many are sorted: each of them is read
  std::size_t page = 1'000;      // read at once, at least 1
};

// Returns the page of `query` in these orders; what is equal in all of them is sorted by id. If
// `cut` is set, the query looked at too many customers, and the page is empty. `former` is empty.
// Error: invalid, if more customers match than the bounds say.
[[nodiscard]] Result<CustomerPage> sorted_page(store::ReadTransaction& reader,
                                               const CustomerQuery& query,
                                               std::span<const ListOrder> orders,
                                               const SortBounds& bounds = {});

}  // namespace patchbay::core
