// The native door: /v1/ and /openapi.json, the whole canonical record in canonical names.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::native {

extern const Door kDoor;

// The routes, by what they do.
enum RouteId : int {
#define ROUTE(name, ...) name,
#define OPEN_ROUTE(name, ...) name,
#include "doors/native/routes.def"
#undef OPEN_ROUTE
#undef ROUTE
};

DecodedRequest decode(const RoutedRequest& routed, const Settings& settings);
std::optional<core::Credentials> head_credentials(const RoutedRequest& routed);
http::Response encode(const DecodedRequest& decoded, const Result<core::Outcome>& outcome,
                      const Settings& settings);
http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::native
