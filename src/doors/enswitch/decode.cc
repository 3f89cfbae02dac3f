// Who asks and with what right; the rest is the affair of each call's own reader.
#include "doors/enswitch/decode.h"

#include "base/result.h"
#include "doors/enswitch/action.h"
#include "doors/enswitch/readers.h"

namespace patchbay::doors::enswitch {
namespace {

using enum core::Privilege;

// Who may make the call, and what makes a call of its parameters.
struct Row {
  Action action;
  core::Demand demand;
  Reader reader;
};
constexpr Row kRows[] = {
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
  for (std::size_t i = 0; i < std::size(kRows); ++i)
    if (kRows[i].action != static_cast<Action>(i)) return false;
  return std::size(kRows) == kActions;
}
static_assert(in_order(), "a call has no reader");

// A token, or a name and a password; nothing given reads as a pair of nothing.
Result<core::Credentials> credentials(Parameters& given) {
  const auto name = TRY(given.once("auth_username"));
  const auto password = TRY(given.once("auth_password"));
  const auto token = TRY(given.once("auth_token"));
  const auto secret = [](std::string_view text) { return Secret(std::string(text)); };
  if (!token)
    return core::NameAndSecret{std::string(name.value_or("")), secret(password.value_or(""))};
  if (name || password)
    return std::unexpected(Fault(Wrong::malformed,
                                 "cannot be given together with auth_username or auth_password",
                                 "auth_token"));
  if (token->empty()) return core::NoCredentials{};
  return core::BearerToken{secret(*token)};
}

Result<void> read(Asked& asked, const Arrival& arrival, const Settings::Enswitch& settings) {
  const Row& row = kRows[arrival.route];
  asked.call.demand = row.demand;
  Parameters given = TRY(Parameters::of(arrival.request));
  asked.call.caller.credentials = TRY(credentials(given));
  asked.call.request = TRY(row.reader(given, settings, asked));
  given.finish(asked.call, settings);
  return {};
}

}  // namespace

// Whoever has not put all of them into the query may have them in the body.
std::optional<core::Credentials> head_credentials(const Arrival& arrival) {
  auto given = Parameters::of_query(arrival.request);
  auto out = given ? credentials(*given) : std::unexpected(given.error());
  if (!out || core::missing(*out)) return std::nullopt;
  return std::move(*out);
}

Asked decode(const Arrival& arrival, const Settings& settings) {
  Asked asked;
  asked.route = arrival.route;
  asked.call.caller.door = kName;
  asked.call.caller.source = arrival.request.source;
  if (auto done = read(asked, arrival, settings.enswitch); !done) asked.refused = done.error();
  return asked;
}

}  // namespace patchbay::doors::enswitch
