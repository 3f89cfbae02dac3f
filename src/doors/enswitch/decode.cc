// Authenticates and authorises; each call has its own decoder for the rest.
#include "doors/enswitch/decode.h"

#include "base/result.h"
#include "doors/enswitch/calls.h"
#include "doors/enswitch/decode_calls.h"

namespace patchbay::doors::enswitch {
namespace {

using enum core::Privilege;

// The privilege that a call needs, and its decoder.
struct CallRow {
  Action action;
  core::RequiredPrivilege required_privilege;
  CallDecoder reader;
};
constexpr CallRow kCalls[] = {
    // clang-format off
    {Action::update,      {administrator | commerce | wholesale, commerce}, read_update},
    {Action::get,         {user, commerce},                                 read_get},
    {Action::list,        {commerce, commerce},                             read_list},
    {Action::create,      {commerce, commerce},                             read_create},
    {Action::remove,      {commerce, commerce},                             read_delete},
    {Action::undelete,    {commerce, commerce},                             read_undelete},
    {Action::move,        {system, system},                                 read_move},
    {Action::add_balance, {commerce, commerce},                             read_add_balance},
    {Action::add_time,    {commerce, commerce},                             read_add_time},
    {Action::login,       {user, {}},                                       read_login},
    // clang-format on
};

consteval bool in_order() {
  for (std::size_t i = 0; i < std::size(kCalls); ++i)
    if (kCalls[i].action != static_cast<Action>(i)) return false;
  return std::size(kCalls) == kActions;
}
static_assert(in_order(), "a call has no reader");

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
                  const Settings::Enswitch& settings) {
  const CallRow& row = kCalls[routed.route];
  decoded.call.required_privilege = row.required_privilege;
  Parameters given = TRY(Parameters::of(routed.request));
  decoded.call.caller.credentials = TRY(credentials(given));
  decoded.call.request = TRY(row.reader(given, settings, decoded));
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
