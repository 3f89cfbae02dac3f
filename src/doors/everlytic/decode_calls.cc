// Decodes each call of REST. XML-RPC has its own decoder, in rpc_decode.h.
#include "doors/everlytic/decode_calls.h"

#include <algorithm>

#include "base/text.h"
#include "doors/everlytic/customer_list.h"
#include "doors/everlytic/requests.h"
#include "doors/everlytic/rpc_decode.h"

namespace patchbay::doors::everlytic {

CustomerId CallInput::id() const { return {parse_whole(routed.segment(0)).value_or(0)}; }

GivenProperties CallInput::body() const {
  return read_body(routed.request, decoded).value_or(GivenProperties{});
}

GivenProperties CallInput::query() const {
  return read_query(routed.request, decoded).value_or(GivenProperties{});
}

core::Request read_home(CallInput& input) {
  input.reader.expect_none(input.query());
  return core::WhoAmI{};
}

core::Request read_get(CallInput& input) {
  input.reader.expect_none(input.query());
  return get_request(input.id());
}

core::Request read_update(CallInput& input) {
  input.reader.expect_none(input.query());
  return change_request(input.id(), input.reader.update(input.body()));
}

core::Request read_list(CallInput& input) {
  GivenProperties paging;
  GivenProperties filter = input.query();
  const auto filters = [](const auto& member) { return !is_paging(member.first); };
  const auto rest_of = std::stable_partition(filter.begin(), filter.end(), filters);
  paging.assign(rest_of, filter.end());
  filter.erase(rest_of, filter.end());
  return read_list(paging, filter, input.reader, input.decoded);
}

core::Request read_create(CallInput& input) {
  input.reader.expect_none(input.query());
  return create_request(input.reader.create(input.body()));
}

// Some clients send an empty body with every method.
core::Request read_remove(CallInput& input) {
  input.reader.expect_none(input.query());
  if (!input.routed.request.body.empty()) input.reader.expect_none(input.body());
  return delete_request(input.id());
}

core::Request read_email_package(CallInput& input) {
  input.reader.expect_none(input.query());
  if (!input.routed.request.body.empty()) input.reader.expect_none(input.body());
  return change_request(input.id(),
                        {edit_of(property("email_package_id"), input.routed.segment(1))});
}

core::Request read_rpc_call(CallInput& input) {
  read_rpc(input.routed.request, input.settings, input.decoded);
  return std::move(input.decoded.call.request);
}

}  // namespace patchbay::doors::everlytic
