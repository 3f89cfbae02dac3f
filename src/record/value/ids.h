// Numbers that identify customers and versions.
#pragma once

#include <compare>
#include <cstdint>

namespace patchbay {

// A customer's number, as Enswitch and Everlytic show it. Numbers count from 1; 0 means no
// customer.
struct CustomerId {
  std::int64_t value = 0;
  auto operator<=>(const CustomerId&) const = default;
  explicit operator bool() const { return value != 0; }
};

// The root of the tree of customers.
inline constexpr CustomerId kRoot{1};

// A record's version: 1 when it is created, then one more for each change.
using Version = std::int64_t;

}  // namespace patchbay
