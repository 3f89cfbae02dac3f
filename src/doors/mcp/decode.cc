// Who asks, and what. The message itself travels in the echo, because the reply is written from it.
#include "doors/mcp/decode.h"

#include "doors/mcp/calls.h"
#include "doors/mcp/methods.h"

namespace patchbay::doors::mcp {
namespace {

// A token, or the name of a principal, a dot, and one of its API keys: neither keys nor tokens hold
// a dot.
core::Credentials bearer(std::string token) {
  const std::size_t dot = token.rfind('.');
  if (dot == std::string::npos) return core::BearerToken{Secret(std::move(token))};
  return core::NameAndSecret{token.substr(0, dot), Secret(token.substr(dot + 1))};
}

DecodedRequest ready(http::Response response) {
  DecodedRequest out;
  out.ready = std::move(response);
  return out;
}

}  // namespace

std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  if (auto token = http::bearer_token(routed.request)) return bearer(*std::move(token));
  auto basic = http::basic_credentials(routed.request);
  if (!basic) return core::NoCredentials{};
  return core::NameAndSecret{std::move(basic->name), Secret(std::move(basic->secret))};
}

// Only a caller who has signed in learns what is wrong with a message. Such a message becomes a
// call that asks who the caller is.
DecodedRequest decode(const RoutedRequest& routed, const Settings& settings) {
  const auto message = read_message(routed.request);
  if (!message) return ready(error_response(message.error().id, message.error().error));
  DecodedRequest decoded;
  decoded.call.request = core::WhoAmI{};
  const bool is_prepared = prepare(*message, decoded, settings).has_value() && !decoded.refused;
  if (!is_prepared) {
    decoded = {};
    decoded.call.request = core::WhoAmI{};
  }
  decoded.route = routed.route;
  decoded.echo = to_echo(routed.request.body, is_prepared);
  core::Caller& caller = decoded.call.caller;
  caller.credentials = head_credentials(routed).value_or(core::NoCredentials{});
  caller.door = kName;
  caller.source = routed.request.source;
  return decoded;
}

}  // namespace patchbay::doors::mcp
