// Encodes an outcome as a message.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::mcp {

[[nodiscard]] http::Response encode(const DecodedRequest& decoded,
                                    const Result<core::Outcome>& outcome, const Settings& settings);
[[nodiscard]] http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::mcp
