// What the doors share about their tables of calls, asked at compile time.
#pragma once

#include <array>
#include <cstddef>

#include "doors/door.h"

namespace patchbay::doors {

// Whether the rows stand in the order of their enumerators, so that the row of an action stands at
// its number.
template <class Row, std::size_t count>
consteval bool in_order(const std::array<Row, count>& rows) {
  for (std::size_t i = 0; i < count; ++i)
    if (static_cast<std::size_t>(rows[i].action) != i) return false;
  return true;
}

// The route of each row; its id is the number of the action.
template <class Row, std::size_t count>
consteval std::array<Route, count> routes_of(const std::array<Row, count>& rows) {
  std::array<Route, count> out{};
  for (std::size_t i = 0; i < count; ++i)
    out[i] = {rows[i].method, rows[i].path, static_cast<int>(rows[i].action)};
  return out;
}

}  // namespace patchbay::doors
