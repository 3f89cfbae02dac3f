// Decodes a request into a call: reads the credentials and calls the decoder of the route.
#include "base/text.h"
#include "doors/native/calls.h"
#include "doors/native/decode_calls.h"
#include "doors/native/open_api/open_api.h"
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

void read_route(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  switch (routed.route) {
    case create_customer:
    case patch_customer:
    case delete_customer:
    case undo_customer:
      return read_customer_change(routed, query, decoded);
    case bulk:
    case undo_many:
      return read_bulk_calls(routed, query, decoded);
    case list_customers:
    case get_customer:
    case customer_history:
    case customer_diff:
      return read_customer_read(routed, query, decoded);
    case list_changes:
      return read_changes(query, decoded);
    case get_request:
      decoded.call.request = core::RequestStatus{Uuid::parse(routed.captured[0]).value_or(Uuid{})};
      return;
    case who_am_i:
      decoded.call.request = core::WhoAmI{};
      return;
    case sign_in: {
      auto [name, password] = read_pair(routed, decoded, "name", "password");
      decoded.call.caller.credentials = core::NameAndSecret{name, Secret(password)};
      decoded.call.request = core::SignIn{};
      return;
    }
    case refresh_tokens: {
      auto [token, refresh] = read_pair(routed, decoded, "token", "refresh_token");
      decoded.call.request = core::Refresh{Secret(token), Secret(refresh)};
      return;
    }
    case get_anchor:
      decoded.call.required_privilege = {.any_of = core::Privilege::system};
      decoded.call.request = core::ReadAnchor{};
      return;
    case sign_out:
      decoded.call.request = core::SignOut{};
      return;
    case open_api:
      decoded.ready = open_api_response();
      return;
    default:
      return read_admin_calls(routed, query, decoded);
  }
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

wire::Tree document(const RoutedRequest& routed, DecodedRequest& decoded) {
  const Body& accepts = operation(routed.route).body;
  if (!accepts.accepts(routed.request.content_type())) {
    decoded.refused = Fault(ErrorKind::malformed, std::string("the content type must be ") +
                                                      (accepts.media.size() > 1 ? "one of " : "") +
                                                      accepts.names());
    decoded.refused_status = 415;
    return wire::Object{};
  }
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

DecodedRequest decode(const RoutedRequest& routed, const Settings&) {
  DecodedRequest decoded;
  decoded.route = routed.route;
  decoded.call.caller = {credentials(routed.request), "native", routed.request.source};
  decoded.call.required_privilege = kReads;
  QueryReader query(routed.request, decoded);
  read_route(routed, query, decoded);
  query.finish();
  // A reply that is ready never reaches core, which would report these problems.
  if (decoded.ready && !decoded.call.problems.empty() && !decoded.refused) {
    decoded.refused = Fault(decoded.call.problems);
    decoded.refused_status = 422;
  }
  return decoded;
}

}  // namespace patchbay::doors::native
