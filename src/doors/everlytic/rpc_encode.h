// XML-RPC: encodes an outcome as a method response.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

// Faults have HTTP status 200, except failed authentication, which has 401.
[[nodiscard]] http::Response encode_rpc(const DecodedRequest& decoded,
                                        const Result<core::Outcome>& outcome);

// Adds how to sign in, or when to retry, to a fault of that kind. For both transports.
void add_fault_headers(http::Response& response, const Fault& fault);

}  // namespace patchbay::doors::everlytic
