// Reads who asks and the privilege that is needed; each call has its own decoder for the rest.
#include "doors/everlytic/decode.h"

#include "doors/everlytic/calls.h"
#include "doors/shared/base_url.h"

namespace patchbay::doors::everlytic {
namespace {

core::Credentials credentials(const http::Request& request) {
  auto basic = http::basic_credentials(request);
  if (!basic) return core::NoCredentials{};
  return core::NameAndSecret{std::move(basic->name), Secret(std::move(basic->secret))};
}

}  // namespace

std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  return credentials(routed.request);
}

DecodedRequest decode(const RoutedRequest& routed, const Settings& settings) {
  DecodedRequest decoded{.route = routed.route, .base_url = base_url_of(routed.request)};
  decoded.call.caller = {credentials(routed.request), std::string(kName), routed.request.source};
  PropertyReader reader(settings.everlytic, decoded.call);
  const CallRow& row = kCalls[static_cast<std::size_t>(routed.route)];
  CallInput input{routed, settings.everlytic, reader, decoded};
  decoded.call.required_privilege = row.required_privilege;
  decoded.call.request = row.read(input);
  return decoded;
}

}  // namespace patchbay::doors::everlytic
