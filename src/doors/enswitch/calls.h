// The calls of the door.
#pragma once

#include <cstdint>
#include <string_view>

namespace patchbay::doors::enswitch {

inline constexpr std::string_view kName = "enswitch";

enum class Action : std::uint8_t {
  update,
  get,
  list,
  create,
  remove,
  undelete,
  move,
  add_balance,
  add_time,
  login,
};
inline constexpr int kActions = 10;

}  // namespace patchbay::doors::enswitch
