// The calls of the door.
#pragma once

#include <cstdint>
#include <string_view>

namespace patchbay::doors::everlytic {

inline constexpr std::string_view kName = "everlytic";
inline constexpr std::string_view kBase = "/api/2.0/";

enum class Action : std::uint8_t {
  home,
  get,
  update,
  list,
  create,
  remove,
  change_email_package,
  rpc,  // its body says what is asked
};

constexpr int route(Action action) { return static_cast<int>(action); }

}  // namespace patchbay::doors::everlytic
