// Decodes a request into a call: reads the credentials and calls the reader of the route. The
// readers of routes about sessions, requests and the API itself stand here too.
#include "doors/native/decode.h"

#include "base/text.h"
#include "doors/native/calls.h"
#include "doors/native/decode_calls.h"
#include "doors/native/open_api/fields_json.h"
#include "doors/native/open_api/open_api.h"
#include "doors/shared/session.h"
#include "doors/shared/spelling.h"
#include "wire/json.h"
#include "wire/position.h"

namespace patchbay::doors::native {
namespace {

core::Credentials credentials(const http::Request& request) {
  if (auto token = http::bearer_token(request)) return core::BearerToken{Secret(std::move(*token))};
  if (auto basic = http::basic_credentials(request))
    return core::NameAndSecret{std::move(basic->name), Secret(std::move(basic->secret))};
  return core::NoCredentials{};
}

// The text of a required member. If it is missing: empty, and a problem.
std::string text_member(const wire::Object& object, std::string_view name,
                        DecodedRequest& decoded) {
  std::string what = "is required";
  for (const auto& [key, value] : object) {
    if (key != name) continue;
    if (value.text() && !value.text()->empty()) return *value.text();
    what =
        value.text() ? "must not be empty" : "must be a string, not " + std::string(value.kind());
  }
  decoded.call.problems.push_back({ErrorKind::invalid, std::string(name), std::move(what), 0});
  return {};
}

// The two strings of a sign-in or a refresh.
std::pair<std::string, std::string> read_pair(const RoutedRequest& routed, DecodedRequest& decoded,
                                              std::string_view first, std::string_view second) {
  const wire::Object object = body(routed, decoded);
  const std::string_view known[] = {first, second};
  for (const auto& [key, value] : object)
    if (key != first && key != second)
      decoded.call.problems.push_back(unknown_field(key, known, decoded.call.problems));
  std::pair<std::string, std::string> out{text_member(object, first, decoded),
                                          text_member(object, second, decoded)};
  // Without both the caller cannot be authenticated, so all problems are reported at once.
  if (!decoded.refused && (out.first.empty() || out.second.empty())) {
    for (Problem& each : decoded.call.problems) each.kind = ErrorKind::no_credentials;
    decoded.refused = Fault(decoded.call.problems);
    decoded.refused_status = 401;
  }
  return out;
}

}  // namespace

std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  if (operation(routed.route).open) return std::nullopt;
  return credentials(routed.request);
}

core::Subject subject(const std::string& text) {
  if (const auto uuid = Uuid::parse(text)) return *uuid;
  // No customer has the number 0, so a text in neither form is unknown like any other.
  return CustomerId{parse_whole(text).value_or(0)};
}

bool has_good_type(const RoutedRequest& routed, DecodedRequest& decoded) {
  const Body& accepts = operation(routed.route).body;
  if (accepts.accepts(routed.request.content_type())) return true;
  decoded.refused = Fault(ErrorKind::malformed, std::string("the content type must be ") +
                                                    (accepts.media.size() > 1 ? "one of " : "") +
                                                    accepts.names());
  decoded.refused_status = 415;
  return false;
}

wire::Tree document(const RoutedRequest& routed, DecodedRequest& decoded) {
  if (!has_good_type(routed, decoded)) return wire::Object{};
  auto tree = wire::json::parse(routed.request.body);
  if (tree) return std::move(*tree);
  const ParseError& parse_error = tree.error();
  const std::string where = wire::line_and_column(routed.request.body, parse_error.offset);
  const std::string what =
      parse_error.where.empty() ? "the body is not good JSON" : "is not good JSON";
  decoded.refused = Fault(ErrorKind::malformed, what + " at " + where + ": " + parse_error.what,
                          parse_error.where);
  return wire::Object{};
}

wire::Object body(const RoutedRequest& routed, DecodedRequest& decoded) {
  wire::Tree tree = document(routed, decoded);
  if (tree.object()) return std::move(*tree.object());
  decoded.refused = Fault(ErrorKind::malformed,
                          "the body must be a JSON object, not " + std::string(tree.kind()));
  return {};
}

void read_get_request(const RoutedRequest& routed, QueryReader& /*query*/,
                      DecodedRequest& decoded) {
  decoded.call.request = core::RequestStatus{Uuid::parse(routed.segment(0)).value_or(Uuid{})};
}

void read_get_anchor(const RoutedRequest& /*routed*/, QueryReader& /*query*/,
                     DecodedRequest& decoded) {
  decoded.call.required_privilege = {.any_of = core::Privilege::system};
  decoded.call.request = core::ReadAnchor{};
}

void read_get_system(const RoutedRequest& /*routed*/, QueryReader& /*query*/,
                     DecodedRequest& decoded) {
  decoded.call.required_privilege = {.any_of = core::Privilege::system};
  decoded.call.request = core::ReadSystem{};
}

void read_who_am_i(const RoutedRequest& /*routed*/, QueryReader& /*query*/,
                   DecodedRequest& decoded) {
  decoded.call.request = core::WhoAmI{};
}

void read_sign_in(const RoutedRequest& routed, QueryReader& /*query*/, DecodedRequest& decoded) {
  auto [name, password] = read_pair(routed, decoded, "name", "password");
  decoded.call.caller.credentials = core::NameAndSecret{name, Secret(password)};
  decoded.call.request = core::SignIn{};
}

void read_refresh_tokens(const RoutedRequest& routed, QueryReader& /*query*/,
                         DecodedRequest& decoded) {
  auto [token, refresh] = read_pair(routed, decoded, "token", "refresh_token");
  decoded.call.request = core::Refresh{Secret(token), Secret(refresh)};
}

void read_sign_out(const RoutedRequest& /*routed*/, QueryReader& /*query*/,
                   DecodedRequest& decoded) {
  decoded.call.request = core::SignOut{};
}

void read_start_session(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  read_sign_in(routed, query, decoded);
  decoded.call.request = core::SignIn{.session = true};
}

void read_get_session(const RoutedRequest& routed, QueryReader& /*query*/,
                      DecodedRequest& decoded) {
  // Unlike every other request of a session, this one needs no X-CSRF-Token.
  if (auto token = session_token(routed.request))
    decoded.call.caller.credentials = core::BearerToken{Secret(std::move(*token))};
  decoded.call.request = core::WhoAmI{};
}

void read_renew_session(const RoutedRequest& /*routed*/, QueryReader& /*query*/,
                        DecodedRequest& decoded) {
  decoded.call.request = core::RenewSession{};
}

void read_end_session(const RoutedRequest& /*routed*/, QueryReader& query,
                      DecodedRequest& decoded) {
  decoded.call.request = core::SignOut{.everywhere = query.flag(kEverywhere)};
}

void read_list_fields(const RoutedRequest& /*routed*/, QueryReader& /*query*/,
                      DecodedRequest& decoded) {
  decoded.ready = fields_response();
}

void read_open_api(const RoutedRequest& /*routed*/, QueryReader& /*query*/,
                   DecodedRequest& decoded) {
  decoded.ready = open_api_response();
}

DecodedRequest decode(const RoutedRequest& routed, const Settings&) {
  DecodedRequest decoded;
  decoded.route = routed.route;
  decoded.is_secure = routed.request.secure;
  decoded.call.caller = {credentials(routed.request), "native", routed.request.source};
  decoded.call.required_privilege = kReads;
  QueryReader query(routed.request, decoded);
  operation(routed.route).read(routed, query, decoded);
  query.finish();
  // A reply that is ready never reaches core, which would report these problems.
  if (decoded.ready && !decoded.call.problems.empty() && !decoded.refused) {
    decoded.refused = Fault(decoded.call.problems);
    decoded.refused_status = 422;
  }
  return decoded;
}

}  // namespace patchbay::doors::native
