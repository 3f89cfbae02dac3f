// Tools that ask the native API: one request each, whose reply becomes the data of the result.
#pragma once

#include "doors/mcp/arguments.h"
#include "doors/mcp/inner_request.h"

namespace patchbay::doors::mcp {

// Makes the call of `request` in `decoded`; who asks is set later. Refuses what is wrong with the
// arguments.
void prepare_native(const http::Request& request, Arguments& arguments, DecodedRequest& decoded,
                    const Settings& settings);
// The reply to `request` as the result of a tool, or its problem as a failure. `next_step` may be
// empty.
[[nodiscard]] wire::Object answer_native(const http::Request& request,
                                         const Result<core::Outcome>& outcome,
                                         const Settings& settings, std::string_view next_step = {});
// The native problem of a fault as a failure, with advice.
[[nodiscard]] wire::Object failed(const Fault& fault, const Settings& settings);
// The same problem as data.
[[nodiscard]] wire::Tree problem_of(const Fault& fault, const Settings& settings);

// "/v1/customers/101"; `tail` follows.
[[nodiscard]] std::string customer_target(std::string_view customer, std::string_view tail = {});

}  // namespace patchbay::doors::mcp
