// The order of a list, for stores that sort what they found.
#pragma once

#include <string_view>
#include <vector>

#include "record/query.h"
#include "store/keys.h"

namespace patchbay::store {

inline constexpr std::size_t kPageMax = 1000;

// The text of a customer that lists of `order` are sorted by; empty for the id alone.
[[nodiscard]] std::string_view sort_key(CustomerQuery::Order order, const Keys& keys);

// Which piece of all that match a page shows.
struct Piece {
  std::vector<Place> shown;
  bool more = false;
};
[[nodiscard]] Piece piece_of(const CustomerQuery& query, std::vector<Place> all);

}  // namespace patchbay::store
