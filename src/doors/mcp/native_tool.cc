// From arguments to a request of the native API, and from its reply to a result.
#include "doors/mcp/native_tool.h"

#include "doors/mcp/data_block.h"
#include "doors/mcp/faults.h"
#include "wire/form.h"

namespace patchbay::doors::mcp {
namespace {

constexpr int kFirstRefusal = 300;

// Any request of the native API that a problem can answer.
InnerCall any_call(const Settings& settings) {
  return std::get<InnerCall>(decode_inner(inner_request("GET", "/v1/me"), settings));
}

wire::Object next(std::string_view step) {
  if (step.empty()) return {};
  return {{"next_step", step}};
}

}  // namespace

void prepare_native(const http::Request& request, Arguments& arguments, DecodedRequest& decoded,
                    const Settings& settings) {
  if (auto fault = arguments.finish()) {
    decoded.refused = std::move(fault);
    return;
  }
  auto inner = decode_inner(request, settings);
  if (auto* call = std::get_if<InnerCall>(&inner)) {
    decoded.call = std::move(call->decoded.call);
    decoded.refused = std::move(call->decoded.refused);
  } else if (std::get<http::Response>(inner).status >= kFirstRefusal) {
    decoded.refused =
        Fault(ErrorKind::malformed, "the arguments are not text that a path can hold");
  }
}

wire::Object answer_native(const http::Request& request, const Result<core::Outcome>& outcome,
                           const Settings& settings, std::string_view next_step) {
  auto inner = decode_inner(request, settings);
  const auto* const call = std::get_if<InnerCall>(&inner);
  if (!call) {
    const auto& response = std::get<http::Response>(inner);
    if (!outcome) return failed(outcome.error(), settings);
    return tool_result(body_of(response), next(next_step));
  }
  const http::Response response = encode_inner(*call, outcome, settings);
  if (response.status >= kFirstRefusal)
    return tool_failure(advice(outcome ? ErrorKind::unavailable : outcome.error().kind),
                        body_of(response));
  return tool_result(body_of(response), next(next_step));
}

wire::Tree problem_of(const Fault& fault, const Settings& settings) {
  return body_of(encode_inner(any_call(settings), std::unexpected(fault), settings));
}

wire::Object failed(const Fault& fault, const Settings& settings) {
  return tool_failure(advice(fault.kind), problem_of(fault, settings));
}

std::string customer_target(std::string_view customer, std::string_view tail) {
  return "/v1/customers/" + wire::form::encode_component(customer) + std::string(tail);
}

}  // namespace patchbay::doors::mcp
