// The calls of the door: release, path, method, privilege and decoder.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "doors/tmf629/decode_calls.h"
#include "doors/tmf629/hub.h"
#include "doors/tmf629/monitor.h"

namespace patchbay::doors::tmf629 {

inline constexpr std::string_view kName = "tmf629";

enum class Operation : std::uint8_t {
  list,
  create,
  get,
  patch,
  remove,
  subscribe,
  get_hub,
  unsubscribe,
  monitor,
};

inline constexpr core::RequiredPrivilege kReads{.any_of = core::Privilege::user};
inline constexpr core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                           core::Privilege::commerce};
inline constexpr core::RequiredPrivilege kAdministers{.any_of = core::Privilege::administrator};

struct CallRow {
  Release release;
  Operation operation;
  std::string_view method;
  std::string_view path;
  core::RequiredPrivilege required_privilege;
  core::Request (*read)(CallInput& input);
};

inline constexpr auto kCalls = std::to_array<CallRow>({
    // clang-format off
    {Release::v3, Operation::list,   "GET",    "/tmf-api/customerManagement/v3/customer",     kReads,  read_list},
    {Release::v3, Operation::create, "POST",   "/tmf-api/customerManagement/v3/customer",     kWrites, read_create},
    {Release::v3, Operation::get,    "GET",    "/tmf-api/customerManagement/v3/customer/:id", kReads,  read_get},
    {Release::v3, Operation::patch,  "PATCH",  "/tmf-api/customerManagement/v3/customer/:id", kWrites, read_patch},
    {Release::v3, Operation::remove, "DELETE", "/tmf-api/customerManagement/v3/customer/:id", kWrites, read_remove},
    {Release::v3, Operation::subscribe,   "POST",   "/tmf-api/customerManagement/v3/hub",     kAdministers, read_register},
    {Release::v3, Operation::unsubscribe, "DELETE", "/tmf-api/customerManagement/v3/hub/:id", kAdministers, read_unregister},
    {Release::v3, Operation::monitor, "GET",    "/tmf-api/customerManagement/v3/monitor/:id", kReads,  read_monitor},
    {Release::v4, Operation::list,   "GET",    "/tmf-api/customerManagement/v4/customer",     kReads,  read_list},
    {Release::v4, Operation::create, "POST",   "/tmf-api/customerManagement/v4/customer",     kWrites, read_create},
    {Release::v4, Operation::get,    "GET",    "/tmf-api/customerManagement/v4/customer/:id", kReads,  read_get},
    {Release::v4, Operation::patch,  "PATCH",  "/tmf-api/customerManagement/v4/customer/:id", kWrites, read_patch},
    {Release::v4, Operation::remove, "DELETE", "/tmf-api/customerManagement/v4/customer/:id", kWrites, read_remove},
    {Release::v4, Operation::subscribe,   "POST",   "/tmf-api/customerManagement/v4/hub",     kAdministers, read_register},
    {Release::v4, Operation::unsubscribe, "DELETE", "/tmf-api/customerManagement/v4/hub/:id", kAdministers, read_unregister},
    {Release::v4, Operation::monitor, "GET",    "/tmf-api/customerManagement/v4/monitor/:id", kReads,  read_monitor},
    {Release::v5, Operation::list,   "GET",    "/tmf-api/customer/v5/customer",               kReads,  read_list},
    {Release::v5, Operation::create, "POST",   "/tmf-api/customer/v5/customer",               kWrites, read_create},
    {Release::v5, Operation::get,    "GET",    "/tmf-api/customer/v5/customer/:id",           kReads,  read_get},
    {Release::v5, Operation::patch,  "PATCH",  "/tmf-api/customer/v5/customer/:id",           kWrites, read_patch},
    {Release::v5, Operation::remove, "DELETE", "/tmf-api/customer/v5/customer/:id",           kWrites, read_remove},
    {Release::v5, Operation::subscribe,   "POST",   "/tmf-api/customer/v5/hub",               kAdministers, read_register},
    {Release::v5, Operation::get_hub,     "GET",    "/tmf-api/customer/v5/hub/:id",           kAdministers, read_get_registration},
    {Release::v5, Operation::unsubscribe, "DELETE", "/tmf-api/customer/v5/hub/:id",           kAdministers, read_unregister},
    {Release::v5, Operation::monitor, "GET",    "/tmf-api/customer/v5/monitor/:id",         kReads,  read_monitor},
    // clang-format on
});

// The route of each row; its id is the row's place.
inline constexpr auto kRoutes = [] {
  std::array<Route, kCalls.size()> out{};
  for (std::size_t i = 0; i < kCalls.size(); ++i)
    out[i] = {kCalls[i].method, kCalls[i].path, static_cast<int>(i)};
  return out;
}();

[[nodiscard]] constexpr const CallRow& call_of(int route) {
  return kCalls[static_cast<std::size_t>(route)];
}

}  // namespace patchbay::doors::tmf629
