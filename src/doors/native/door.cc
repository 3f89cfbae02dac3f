// The routes of the native door.
#include "doors/native/door.h"

namespace patchbay::doors::native {
namespace {

constexpr Route kRoutes[] = {
#define ROUTE(name, method, path, ...) {method, path, name},
#define OPEN_ROUTE ROUTE
#include "doors/native/routes.def"
#undef OPEN_ROUTE
#undef ROUTE
};

bool owns(std::string_view path) {
  return path == "/v1" || path.starts_with("/v1/") || path == "/openapi.json";
}

}  // namespace

const Door kDoor{
    .name = "native",
    .owns = owns,
    .routes = kRoutes,
    .slash_ok = true,
    .decode = decode,
    .encode = encode,
    .refuse = refuse,
    .etags = true,
    .credentials = head_credentials,
    .minimal = true,
};

}  // namespace patchbay::doors::native
