// Reads who asks and the privilege that is needed; each call has its own decoder for the rest.
#include "doors/_template/decode.h"

#include "doors/_template/calls.h"

namespace patchbay::doors::template_dialect {

std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  auto basic = http::basic_credentials(routed.request);
  if (!basic) return core::NoCredentials{};
  return core::NameAndSecret{std::move(basic->name), Secret(std::move(basic->secret))};
}

DecodedRequest decode(const RoutedRequest& routed, const Settings& /*settings*/) {
  DecodedRequest decoded{.route = routed.route};
  core::Call& call = decoded.call;
  call.caller = {head_credentials(routed).value_or(core::NoCredentials{}), std::string(kName),
                 routed.request.source};
  const CallRow& row = kCalls[static_cast<std::size_t>(routed.route)];
  call.required_privilege = row.required_privilege;
  auto request = row.read(routed, call);
  if (request)
    call.request = std::move(*request);
  else
    decoded.refused = std::move(request.error());
  return decoded;
}

}  // namespace patchbay::doors::template_dialect
