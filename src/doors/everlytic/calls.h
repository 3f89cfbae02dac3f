// The calls of the door: path, method, privilege and decoder. The methods of XML-RPC
// have a table of their own, in rpc_methods.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "doors/everlytic/decode_calls.h"
#include "doors/shared/call_table.h"

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

// The privileges to read and to change. A customer outside the caller's reach is not found.
inline constexpr core::RequiredPrivilege kReads{.any_of = core::Privilege::user};
inline constexpr core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                           core::Privilege::commerce};

struct CallRow {
  Action action;
  std::string_view method;
  std::string_view path;
  core::RequiredPrivilege required_privilege;
  core::Request (*read)(CallInput& input);
};

inline constexpr auto kCalls = std::to_array<CallRow>({
    // clang-format off
    {Action::home,                 "GET",    "/api/2.0",                                             kReads,  read_home},
    {Action::get,                  "GET",    "/api/2.0/customers/:id",                               kReads,  read_get},
    {Action::update,               "PUT",    "/api/2.0/customers/:id",                               kWrites, read_update},
    {Action::list,                 "GET",    "/api/2.0/customers",                                   kReads,  read_list},
    {Action::create,               "POST",   "/api/2.0/customers",                                   kWrites, read_create},
    {Action::remove,               "DELETE", "/api/2.0/customers/:id",                               kWrites, read_remove},
    {Action::change_email_package, "POST",   "/api/2.0/customers/change_email_package/:id/:package", kWrites, read_email_package},
    {Action::rpc,                  "POST",   "/api/2.0/xmlrpc",                                      kReads,  read_rpc_call},
    // clang-format on
});
static_assert(in_order(kCalls));

inline constexpr auto kRoutes = routes_of(kCalls);

}  // namespace patchbay::doors::everlytic
