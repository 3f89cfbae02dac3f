// The door as a value: its paths, and the functions that serve them.
#include "doors/everlytic/door.h"

#include "doors/everlytic/calls.h"
#include "doors/everlytic/decode.h"
#include "doors/everlytic/encode.h"
#include "doors/everlytic/fields.h"
#include "doors/everlytic/rpc_decode.h"

namespace patchbay::doors::everlytic {
namespace {

constexpr Route kRoutes[] = {
    // clang-format off
    {"GET",    "/api/2.0",                                              route(Action::home)},
    {"GET",    "/api/2.0/customers/:id",                                route(Action::get)},
    {"PUT",    "/api/2.0/customers/:id",                                route(Action::update)},
    {"GET",    "/api/2.0/customers",                                    route(Action::list)},
    {"POST",   "/api/2.0/customers",                                    route(Action::create)},
    {"DELETE", "/api/2.0/customers/:id",                                route(Action::remove)},
    {"POST",   "/api/2.0/customers/change_email_package/:id/:package",  route(Action::change_email_package)},
    {"POST",   "/api/2.0/xmlrpc",                                       route(Action::rpc)},
    // clang-format on
};

bool owns(std::string_view path) { return path == "/api/2.0" || path.starts_with(kBase); }

std::vector<SpellingTable> tables() {
  const auto rows = properties();
  return {{"Properties", {rows.begin(), rows.end()}}};
}

}  // namespace

extern constexpr Door kDoor = {
    .name = kName,
    .owns = owns,
    .routes = kRoutes,
    .slash_ok = true,
    .decode = decode,
    .encode = encode,
    .refuse = refuse,
    .etags = true,
    .credentials = head_credentials,
    .tables = tables,
    .join = join_rpc,
    .slashes_merge = true,
};

}  // namespace patchbay::doors::everlytic
