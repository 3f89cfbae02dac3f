// The calls of the door: path, method, privilege and decoder.
#pragma once

#include <cstdint>
#include <string_view>

#include "doors/flolive/decode_calls.h"
#include "doors/shared/call_table.h"

namespace patchbay::doors::flolive {

inline constexpr std::string_view kName = "flolive";

enum class Action : std::uint8_t {
  sign_in,
  refresh,
  update,
  get,
  create,
  children,
  status,
  status_with_id,  // version 3, which repeats the request id
};
[[nodiscard]] constexpr int route(Action action) { return static_cast<int>(action); }
[[nodiscard]] constexpr Action to_action(int route) { return static_cast<Action>(route); }

inline constexpr core::RequiredPrivilege kReads{};
inline constexpr core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                           core::Privilege::commerce};
inline constexpr core::RequiredPrivilege kWritesOthers{.any_of = kWrites.any_of,
                                                       .not_oneself = true};

enum class Paged : bool { no, yes };

struct CallRow {
  Action action;
  std::string_view method;
  std::string_view path;
  core::RequiredPrivilege required_privilege;
  Paged paged;  // whether it takes page and size
  Decoded<core::Request> (*read)(CallInput& input);
};

inline constexpr auto kCalls = std::to_array<CallRow>({
    // clang-format off
    {Action::sign_in,        "POST",  "/api/v2/auth/token",                   kReads,        Paged::no,  read_sign_in},
    {Action::refresh,        "PUT",   "/api/v2/auth/token",                   kReads,        Paged::no,  read_refresh},
    {Action::update,         "PATCH", "/api/v2/customer/:id",                 kWritesOthers, Paged::no,  read_update},
    {Action::get,            "GET",   "/api/v2/customer/:id",                 kReads,        Paged::no,  read_get},
    {Action::create,         "POST",  "/api/v2/customer/:id",                 kWrites,       Paged::no,  read_create},
    {Action::children,       "GET",   "/api/v2/customer/:id/child-customers", kReads,        Paged::yes, read_children},
    {Action::status,         "GET",   "/api/v2/global/call/:requestId",       kReads,        Paged::no,  read_status},
    {Action::status_with_id, "GET",   "/api/v3/global/call/:requestId",       kReads,        Paged::no,  read_status},
    // clang-format on
});
static_assert(in_order(kCalls));

inline constexpr auto kRoutes = routes_of(kCalls);

}  // namespace patchbay::doors::flolive
