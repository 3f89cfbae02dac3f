// From an outcome to a reply, in the envelope of REST or as XML-RPC.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

[[nodiscard]] http::Response encode(const DecodedRequest& decoded,
                                    const Result<core::Outcome>& outcome, const Settings& settings);
// In the envelope of REST's errors.
[[nodiscard]] http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::everlytic
