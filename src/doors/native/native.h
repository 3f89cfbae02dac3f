// The native door: /v1/ and /openapi.json, the whole canonical record in canonical names.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::native {

extern const Door kDoor;

// The routes, by what they do.
enum Routes : int {
#define ROUTE(name, ...) name,
#define OPEN_ROUTE(name, ...) name,
#include "doors/native/routes.def"
#undef OPEN_ROUTE
#undef ROUTE
};

Asked decode(const Arrival& arrival, const Settings& settings);
std::optional<core::Credentials> head_credentials(const Arrival& arrival);
http::Response encode(const Asked& asked, const Result<core::Outcome>& outcome,
                      const Settings& settings);
http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::native
