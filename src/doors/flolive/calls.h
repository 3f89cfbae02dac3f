// The calls of the dialect, as the routes name them.
#pragma once

#include <cstdint>
#include <string_view>

namespace patchbay::doors::flolive {

inline constexpr std::string_view kName = "flolive";

enum class Action : std::uint8_t {
  sign_in,
  refresh,
  update,
  create,
  get,
  children,
  status,
  status_with_id,  // version 3, which repeats the request id
};
[[nodiscard]] constexpr int route(Action action) { return static_cast<int>(action); }
[[nodiscard]] constexpr Action to_action(int route) { return static_cast<Action>(route); }

}  // namespace patchbay::doors::flolive
