// The numbers customers and versions are known by.
#pragma once

#include <compare>
#include <cstdint>

namespace patchbay {

// What enswitch and everlytic call a customer's id: counts up from 1; 0 is no customer.
struct CustomerId {
  std::int64_t value = 0;
  auto operator<=>(const CustomerId&) const = default;
  explicit operator bool() const { return value != 0; }
};

// The root of the tree of customers.
inline constexpr CustomerId kRoot{1};

// Counts a record's changes: 1 when it is made, one more at each change.
using Version = std::int64_t;

}  // namespace patchbay
