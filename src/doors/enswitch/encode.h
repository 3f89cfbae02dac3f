// From an outcome to the reply's envelope.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::enswitch {

// Always HTTP 200: the outcome is in the body.
[[nodiscard]] http::Response encode(const DecodedRequest& decoded,
                                    const Result<core::Outcome>& outcome, const Settings& settings);
// With this HTTP status, and the same number as the code.
[[nodiscard]] http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::enswitch
