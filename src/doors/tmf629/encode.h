// Encodes an outcome as a reply: a customer, an array of them, or
// {"code":…,"reason":…,"message":…}.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::tmf629 {

[[nodiscard]] http::Response encode(const DecodedRequest& decoded,
                                    const Result<core::Outcome>& outcome, const Settings& settings);
[[nodiscard]] http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::tmf629
