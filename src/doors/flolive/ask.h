// The calls of the dialect, as the routes name them.
#pragma once

#include <cstdint>
#include <string_view>

namespace patchbay::doors::flolive {

inline constexpr std::string_view kName = "flolive";

enum class Ask : std::uint8_t {
  sign_in,
  refresh,
  amend,
  create,
  get,
  children,
  status,
  status_with_id,  // version 3, which repeats the request id
};
[[nodiscard]] constexpr int route(Ask ask) { return static_cast<int>(ask); }
[[nodiscard]] constexpr Ask ask_of(int route) { return static_cast<Ask>(route); }

}  // namespace patchbay::doors::flolive
