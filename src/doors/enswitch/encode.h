// Encodes an outcome in the reply's envelope.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::enswitch {

// Always HTTP 200: the result is in the body.
[[nodiscard]] http::Response encode(const DecodedRequest& decoded,
                                    const Result<core::Outcome>& outcome, const Settings& settings);
// A reply with this HTTP status, and the same number as its code.
[[nodiscard]] http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::enswitch
