// Reads who asks, the query and the privilege that is needed; each call has its own decoder for the
// rest. The query travels in the echo, because the reply is written from it.
#include "doors/tmf629/decode.h"

#include "doors/shared/base_url.h"
#include "doors/tmf629/calls.h"

namespace patchbay::doors::tmf629 {

std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  if (auto token = http::bearer_token(routed.request))
    return core::BearerToken{Secret(std::move(*token))};
  auto basic = http::basic_credentials(routed.request);
  if (!basic) return core::NoCredentials{};
  return core::NameAndSecret{std::move(basic->name), Secret(std::move(basic->secret))};
}

DecodedRequest decode(const RoutedRequest& routed, const Settings& /*settings*/) {
  DecodedRequest decoded{
      .route = routed.route, .echo = routed.request.query, .base_url = base_url_of(routed.request)};
  decoded.call.caller = {head_credentials(routed).value_or(core::NoCredentials{}),
                         std::string(kName), routed.request.source};
  const CallRow& row = call_of(routed.route);
  decoded.call.required_privilege = row.required_privilege;
  const Query query =
      read_query(routed.request.query, row.operation == Operation::list, decoded.call.problems);
  CallInput input{routed, row.release, query, decoded};
  decoded.call.request = row.read(input);
  return decoded;
}

}  // namespace patchbay::doors::tmf629
