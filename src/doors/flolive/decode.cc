// Reads who asks and the privilege that is needed; each call has its own decoder for the rest.
#include "doors/flolive/decode.h"

#include "base/result.h"
#include "doors/flolive/calls.h"

namespace patchbay::doors::flolive {
namespace {

core::Credentials token_of(const http::Request& request) {
  auto token = http::bearer_token(request);
  if (!token) return core::NoCredentials{};
  return core::BearerToken{Secret(std::move(*token))};
}

Decoded<core::Request> read_request(const RoutedRequest& routed, const DialectSettings& settings,
                                    DecodedRequest& decoded) {
  const CallRow& row = kCalls[static_cast<std::size_t>(routed.route)];
  core::Call& call = decoded.call;
  call.required_privilege = row.required_privilege;
  const Paging paging =
      TRY(read_query(routed.request.query, row.paged == Paged::yes, settings.ignore_unknown, call));
  decoded.page = paging.page;
  decoded.size = paging.size;
  CallInput input{routed, settings.ignore_unknown, paging, call};
  return row.read(input);
}

}  // namespace

std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  const Action action = to_action(routed.route);
  if (action == Action::sign_in || action == Action::refresh) return std::nullopt;
  return token_of(routed.request);
}

DecodedRequest decode(const RoutedRequest& routed, const Settings& settings) {
  DecodedRequest decoded{.route = routed.route};
  decoded.call.caller = {token_of(routed.request), std::string(kName), routed.request.source};
  auto request = read_request(routed, settings.flolive, decoded);
  if (request) {
    decoded.call.request = std::move(*request);
  } else {
    decoded.refused = std::move(request.error().fault);
    decoded.refused_status = request.error().status;
  }
  return decoded;
}

}  // namespace patchbay::doors::flolive
