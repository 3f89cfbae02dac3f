// The calls of the door: path, method, privilege and decoder.
#pragma once

#include <cstdint>
#include <string_view>

#include "doors/shared/call_table.h"

namespace patchbay::doors::template_dialect {

inline constexpr std::string_view kName = "template_dialect";

enum class Action : std::uint8_t { get, update };

constexpr int route(Action action) { return static_cast<int>(action); }

// What a request asks for. What is wrong with its fields stays in `call`; the fault is a request
// that cannot be read.
[[nodiscard]] Result<core::Request> read_get(const RoutedRequest& routed, core::Call& call);
[[nodiscard]] Result<core::Request> read_update(const RoutedRequest& routed, core::Call& call);

inline constexpr core::RequiredPrivilege kReads{.any_of = core::Privilege::user};
inline constexpr core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                           core::Privilege::commerce};

struct CallRow {
  Action action;
  std::string_view method;
  std::string_view path;
  core::RequiredPrivilege required_privilege;
  Result<core::Request> (*read)(const RoutedRequest& routed, core::Call& call);
};

inline constexpr auto kCalls = std::to_array<CallRow>({
    {Action::get, "GET", "/template/customers/:id", kReads, read_get},
    {Action::update, "POST", "/template/customers/:id", kWrites, read_update},
});
static_assert(in_order(kCalls));

inline constexpr auto kRoutes = routes_of(kCalls);

}  // namespace patchbay::doors::template_dialect
