// The calls of the door: path, method, privilege and decoder.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "doors/enswitch/decode_calls.h"
#include "doors/shared/call_table.h"

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

enum class Effect : std::uint8_t { reads, changes };

// Every call can be made by GET and by POST.
struct CallRow {
  Action action;
  std::string_view path;
  Effect effect;
  core::RequiredPrivilege required_privilege;
  CallDecoder read;
};

// In the order of Action.
consteval auto call_rows() {
  using enum core::Privilege;
  using enum Effect;
  return std::to_array<CallRow>({
      // clang-format off
      {Action::update,      "/api/json/customers/update",      changes, {administrator | commerce | wholesale, commerce}, read_update},
      {Action::get,         "/api/json/customers/get",         reads,   {user, commerce},                                 read_get},
      {Action::list,        "/api/json/customers/list",        reads,   {commerce, commerce},                             read_list},
      {Action::create,      "/api/json/customers/create",      changes, {commerce, commerce},                             read_create},
      {Action::remove,      "/api/json/customers/delete",      changes, {commerce, commerce},                             read_delete},
      {Action::undelete,    "/api/json/customers/undelete",    changes, {commerce, commerce},                             read_undelete},
      {Action::move,        "/api/json/customers/move",        changes, {system, system},                                 read_move},
      {Action::add_balance, "/api/json/customers/balance/add", changes, {commerce, commerce},                             read_add_balance},
      {Action::add_time,    "/api/json/customers/time/add",    changes, {commerce, commerce},                             read_add_time},
      {Action::login,       "/api/json/user/login",            changes, {user, {}},                                       read_login},
      // clang-format on
  });
}
inline constexpr auto kCalls = call_rows();
static_assert(in_order(kCalls));

// All of them by GET, then all of them by POST.
consteval auto routes() {
  std::array<Route, kCalls.size() * 2> out{};
  for (std::size_t i = 0; i < kCalls.size(); ++i) {
    const CallRow& row = kCalls[i];
    out[i] = {"GET", row.path, static_cast<int>(row.action), row.effect == Effect::changes};
    out[i + kCalls.size()] = {"POST", row.path, static_cast<int>(row.action)};
  }
  return out;
}
inline constexpr auto kRoutes = routes();

}  // namespace patchbay::doors::enswitch
