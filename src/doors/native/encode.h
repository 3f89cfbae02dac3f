// Encodes an outcome as a reply.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::native {

[[nodiscard]] http::Response encode(const DecodedRequest& decoded,
                                    const Result<core::Outcome>& outcome, const Settings& settings);
// The reply is a problem of type about:blank.
[[nodiscard]] http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::native
