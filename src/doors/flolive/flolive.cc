// The door as a value: its paths, and the functions that serve them.
#include "doors/flolive/flolive.h"

#include "doors/flolive/ask.h"
#include "doors/flolive/decode.h"
#include "doors/flolive/encode.h"

namespace patchbay::doors::flolive {
namespace {

constexpr Route kRoutes[] = {
    // clang-format off
    {"POST",  "/api/v2/auth/token",                   route(Ask::sign_in)},
    {"PUT",   "/api/v2/auth/token",                   route(Ask::refresh)},
    {"PATCH", "/api/v2/customer/:id",                 route(Ask::amend)},
    {"GET",   "/api/v2/customer/:id",                 route(Ask::get)},
    {"POST",  "/api/v2/customer/:id",                 route(Ask::create)},
    {"GET",   "/api/v2/customer/:id/child-customers", route(Ask::children)},
    {"GET",   "/api/v2/global/call/:requestId",       route(Ask::status)},
    {"GET",   "/api/v3/global/call/:requestId",       route(Ask::status_with_id)},
    // clang-format on
};

bool owns(std::string_view path) {
  return path.starts_with("/api/v2/") || path.starts_with("/api/v3/");
}

}  // namespace

extern constexpr Door kDoor = {
    .name = kName,
    .owns = owns,
    .routes = kRoutes,
    .slash_ok = false,
    .decode = decode,
    .encode = encode,
    .refuse = refuse,
};

}  // namespace patchbay::doors::flolive
