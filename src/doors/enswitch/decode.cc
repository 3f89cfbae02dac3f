// Reads who asks and the privilege that is needed; each call has its own decoder for the rest.
#include "doors/enswitch/decode.h"

#include "base/result.h"
#include "doors/enswitch/calls.h"

namespace patchbay::doors::enswitch {
namespace {

// A token, or a name and a password. If nothing is given, both are empty.
Result<core::Credentials> credentials(Parameters& given) {
  const auto name = TRY(given.once("auth_username"));
  const auto password = TRY(given.once("auth_password"));
  const auto token = TRY(given.once("auth_token"));
  const auto secret = [](std::string_view text) { return Secret(std::string(text)); };
  if (!token)
    return core::NameAndSecret{std::string(name.value_or("")), secret(password.value_or(""))};
  if (name || password)
    return std::unexpected(Fault(ErrorKind::malformed,
                                 "cannot be given together with auth_username or auth_password",
                                 "auth_token"));
  if (token->empty()) return core::NoCredentials{};
  return core::BearerToken{secret(*token)};
}

Result<void> read(DecodedRequest& decoded, const RoutedRequest& routed,
                  const DialectSettings& settings) {
  const CallRow& row = kCalls[static_cast<std::size_t>(routed.route)];
  decoded.call.required_privilege = row.required_privilege;
  Parameters given = TRY(Parameters::of(routed.request));
  decoded.call.caller.credentials = TRY(credentials(given));
  decoded.call.request = TRY(row.read(given, settings, decoded));
  given.finish(decoded.call, settings);
  return {};
}

}  // namespace

// Credentials that are not complete in the query may be in the body.
std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  auto given = Parameters::of_query(routed.request);
  auto out = given ? credentials(*given) : std::unexpected(given.error());
  if (!out || core::missing(*out)) return std::nullopt;
  return std::move(*out);
}

DecodedRequest decode(const RoutedRequest& routed, const Settings& settings) {
  DecodedRequest decoded;
  decoded.route = routed.route;
  decoded.call.caller.door = kName;
  decoded.call.caller.source = routed.request.source;
  if (auto done = read(decoded, routed, settings.enswitch); !done) decoded.refused = done.error();
  return decoded;
}

}  // namespace patchbay::doors::enswitch
