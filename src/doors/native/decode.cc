// From a request to a call: who asks, and which reader its route has.
#include "base/text.h"
#include "doors/native/calls.h"
#include "doors/native/open_api.h"
#include "doors/native/operation.h"
#include "doors/spelling.h"
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

// The member's text; empty, and a problem, where it has none.
std::string text_member(const wire::Object& object, std::string_view name, Asked& asked) {
  std::string what = "is required";
  for (const auto& [key, value] : object) {
    if (key != name) continue;
    if (value.text() && !value.text()->empty()) return *value.text();
    what =
        value.text() ? "must not be empty" : "must be a string, not " + std::string(value.kind());
  }
  asked.call.problems.push_back({Wrong::invalid, std::string(name), std::move(what), 0});
  return {};
}

// The two strings a sign-in or a refresh is made of.
std::pair<std::string, std::string> read_pair(const Arrival& arrival, Asked& asked,
                                              std::string_view first, std::string_view second) {
  const wire::Object object = body(arrival, asked);
  const std::string_view known[] = {first, second};
  for (const auto& [key, value] : object)
    if (key != first && key != second)
      asked.call.problems.push_back(unknown_field(key, known, asked.call.problems));
  std::pair<std::string, std::string> out{text_member(object, first, asked),
                                          text_member(object, second, asked)};
  // Without both nobody is told who asks, and all that is wrong may be why.
  if (!asked.refused && (out.first.empty() || out.second.empty())) {
    for (Problem& each : asked.call.problems) each.wrong = Wrong::no_credentials;
    asked.refused = Fault(asked.call.problems);
    asked.refused_status = 401;
  }
  return out;
}

void read_route(const Arrival& arrival, Query& query, Asked& asked) {
  switch (arrival.route) {
    case create_customer:
    case patch_customer:
    case delete_customer:
    case undo_customer:
      return read_customer_change(arrival, query, asked);
    case bulk:
    case undo_many:
      return read_many(arrival, query, asked);
    case list_customers:
    case get_customer:
    case customer_history:
    case customer_diff:
      return read_customer_read(arrival, query, asked);
    case list_changes:
      return read_changes(query, asked);
    case get_request:
      asked.call.request = core::RequestStatus{Uuid::parse(arrival.captured[0]).value_or(Uuid{})};
      return;
    case who_am_i:
      asked.call.request = core::WhoAmI{};
      return;
    case sign_in: {
      auto [name, password] = read_pair(arrival, asked, "name", "password");
      asked.call.caller.credentials = core::NameAndSecret{name, Secret(password)};
      asked.call.request = core::SignIn{};
      return;
    }
    case refresh_tokens: {
      auto [token, refresh] = read_pair(arrival, asked, "token", "refresh_token");
      asked.call.request = core::Refresh{Secret(token), Secret(refresh)};
      return;
    }
    case get_anchor:
      asked.call.demand = {.any_of = core::Privilege::system};
      asked.call.request = core::ReadAnchor{};
      return;
    case sign_out:
      asked.call.request = core::SignOut{};
      return;
    case open_api:
      asked.ready = open_api_response();
      return;
    default:
      return read_things(arrival, query, asked);
  }
}

}  // namespace

std::optional<core::Credentials> head_credentials(const Arrival& arrival) {
  if (operation(arrival.route).open) return std::nullopt;
  return credentials(arrival.request);
}

core::Subject subject(const std::string& text) {
  if (const auto uuid = Uuid::parse(text)) return *uuid;
  // No customer has the number 0: what is neither form is unknown like any other.
  return CustomerId{parse_whole(text).value_or(0)};
}

wire::Tree document(const Arrival& arrival, Asked& asked) {
  const Body& takes = operation(arrival.route).body;
  if (!takes.takes(arrival.request.content_type())) {
    asked.refused =
        Fault(Wrong::malformed, std::string("the content type must be ") +
                                    (takes.media.size() > 1 ? "one of " : "") + takes.names());
    asked.refused_status = 415;
    return wire::Object{};
  }
  auto tree = wire::json::parse(arrival.request.body);
  if (tree) return std::move(*tree);
  const Complaint& complaint = tree.error();
  const std::string where = wire::line_and_column(arrival.request.body, complaint.offset);
  const std::string what =
      complaint.where.empty() ? "the body is not good JSON" : "is not good JSON";
  asked.refused =
      Fault(Wrong::malformed, what + " at " + where + ": " + complaint.what, complaint.where);
  return wire::Object{};
}

wire::Object body(const Arrival& arrival, Asked& asked) {
  wire::Tree tree = document(arrival, asked);
  if (tree.object()) return std::move(*tree.object());
  asked.refused =
      Fault(Wrong::malformed, "the body must be a JSON object, not " + std::string(tree.kind()));
  return {};
}

Asked decode(const Arrival& arrival, const Settings&) {
  Asked asked;
  asked.route = arrival.route;
  asked.call.caller = {credentials(arrival.request), "native", arrival.request.source};
  asked.call.demand = kReads;
  Query query(arrival.request, asked);
  read_route(arrival, query, asked);
  query.finish();
  // Nobody else will report these.
  if (asked.ready && !asked.call.problems.empty() && !asked.refused) {
    asked.refused = Fault(asked.call.problems);
    asked.refused_status = 422;
  }
  return asked;
}

}  // namespace patchbay::doors::native
