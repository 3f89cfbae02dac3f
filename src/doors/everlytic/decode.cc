// Reads who asks and the privilege that is needed; each call has its own decoder for the rest.
#include "doors/everlytic/decode.h"

#include "doors/everlytic/calls.h"

namespace patchbay::doors::everlytic {
namespace {

core::Credentials credentials(const http::Request& request) {
  auto basic = http::basic_credentials(request);
  if (!basic) return core::NoCredentials{};
  return core::NameAndSecret{std::move(basic->name), Secret(std::move(basic->secret))};
}

// Empty if the header is not valid in a URL. Links then have no host.
std::string base_url(const http::Request& request) {
  constexpr std::string_view kOfHosts =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_~:[]";
  const std::string_view host = request.header("Host").value_or("");
  if (host.empty() || host.find_first_not_of(kOfHosts) != std::string_view::npos) return {};
  return (request.secure ? "https://" : "http://") + std::string(host);
}

}  // namespace

std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  return credentials(routed.request);
}

DecodedRequest decode(const RoutedRequest& routed, const Settings& settings) {
  DecodedRequest decoded{.route = routed.route, .base_url = base_url(routed.request)};
  decoded.call.caller = {credentials(routed.request), std::string(kName), routed.request.source};
  PropertyReader reader(settings.everlytic, decoded.call);
  const CallRow& row = kCalls[static_cast<std::size_t>(routed.route)];
  CallInput input{routed, settings.everlytic, reader, decoded};
  decoded.call.required_privilege = row.required_privilege;
  decoded.call.request = row.read(input);
  return decoded;
}

}  // namespace patchbay::doors::everlytic
