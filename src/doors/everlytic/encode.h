// Encodes an outcome as a REST reply or as XML-RPC.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

[[nodiscard]] http::Response encode(const DecodedRequest& decoded,
                                    const Result<core::Outcome>& outcome, const Settings& settings);
// An error in the REST envelope.
[[nodiscard]] http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::everlytic
