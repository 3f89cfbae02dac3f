// XML-RPC: from an outcome to a method response.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

// Faults ride on HTTP 200; only who is not known is told so by HTTP 401.
[[nodiscard]] http::Response encode_rpc(const DecodedRequest& decoded,
                                        const Result<core::Outcome>& outcome);

// How to sign in, and when to try again, where the fault is of that kind; in both transports.
void add_fault_headers(http::Response& response, const Fault& fault);

}  // namespace patchbay::doors::everlytic
