// One function for each kind of call.
#include "doors/flolive/decode.h"

#include <algorithm>

#include "base/result.h"
#include "doors/flolive/calls.h"
#include "doors/flolive/create_rules.h"
#include "doors/flolive/json_value.h"
#include "doors/flolive/query.h"
#include "wire/json.h"
#include "wire/position.h"

namespace patchbay::doors::flolive {
namespace {

struct Rejection {
  Fault fault;
  int status = 400;
  Rejection(Fault why, int with = 400) : fault(std::move(why)), status(with) {}
};
template <typename T>
using Decoded = std::expected<T, Rejection>;

Fault malformed(std::string what, std::string field = {}) {
  return Fault(ErrorKind::malformed, std::move(what), std::move(field));
}

Decoded<wire::Object> body_of(const http::Request& request) {
  const std::string type = request.content_type();
  if (!type.empty() && type != "application/json")
    return std::unexpected(Rejection(malformed("must be application/json", "Content-Type"), 415));
  auto tree = wire::json::parse(request.body);
  if (!tree) {
    const ParseError& parse_error = tree.error();
    return std::unexpected(malformed("the JSON cannot be read" +
                                     wire::describe_location(parse_error, request.body) + ": " +
                                     parse_error.what));
  }
  if (wire::Object* object = tree->object()) return std::move(*object);
  return std::unexpected(
      malformed("must be an object, not " + std::string(tree->kind()), "the body"));
}

// A text that is not a UUID becomes the nil UUID, which no customer has.
Uuid uuid_of(const RoutedRequest& routed) {
  return Uuid::parse(routed.captured.front()).value_or(Uuid{});
}

core::Credentials token_of(const http::Request& request) {
  auto token = http::bearer_token(request);
  if (!token) return core::NoCredentials{};
  return core::BearerToken{Secret(std::move(*token))};
}

// The texts of a body that holds only these members; missing ones are empty.
Decoded<std::vector<std::string>> texts_of(const http::Request& request,
                                           std::initializer_list<std::string_view> names,
                                           bool ignore_unknown, core::Call& call) {
  wire::Object body = TRY(body_of(request));
  std::vector<std::string> out(names.size());
  for (auto& [name, value] : body) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
      if (ignore_unknown)
        call.options.warnings.push_back("ignored unknown field " + name);
      else
        call.problems.push_back(unknown_field(name, names, call.problems));
      continue;
    }
    const std::string* text = value.text();
    if (!text && !is_empty(value))
      return std::unexpected(malformed("must be a string, not " + std::string(value.kind()), name));
    if (text) out[static_cast<std::size_t>(found - names.begin())] = *text;
  }
  return out;
}

Decoded<core::Request> sign_in(const RoutedRequest& routed, bool ignore_unknown, core::Call& call) {
  auto texts = TRY(texts_of(routed.request, {"username", "password"}, ignore_unknown, call));
  call.caller.credentials = core::NameAndSecret{std::move(texts[0]), Secret(std::move(texts[1]))};
  return core::SignIn{};
}

Decoded<core::Request> refresh(const RoutedRequest& routed, bool ignore_unknown, core::Call& call) {
  auto texts = TRY(texts_of(routed.request, {"token", "refreshToken"}, ignore_unknown, call));
  call.caller.credentials = core::NoCredentials{};
  return core::Refresh{Secret(std::move(texts[0])), Secret(std::move(texts[1]))};
}

// The common part of the two calls that write. `UpdateCustomer` and `CreateCustomer` differ in how
// they name the customer.
template <typename Change>
Change with_edits(CustomerReader& reader, core::Call& call) {
  call.required_privilege.any_of = core::Privilege::administrator | core::Privilege::commerce;
  std::ranges::move(reader.problems, std::back_inserter(call.problems));
  std::ranges::move(reader.warnings, std::back_inserter(call.options.warnings));
  Change out;
  out.edits = std::move(reader.edits);
  out.rules.contact_needs_number = true;
  out.rules.contact_number_name = "contact.landlinePhoneNumber";
  return out;
}

Decoded<core::Request> update(const RoutedRequest& routed, bool ignore_unknown, core::Call& call) {
  CustomerReader reader(CustomerReader::Purpose::change, ignore_unknown);
  reader.customer(TRY(body_of(routed.request)));
  auto out = with_edits<core::UpdateCustomer>(reader, call);
  call.required_privilege.not_oneself = true;
  out.subject = uuid_of(routed);
  return out;
}

Decoded<core::Request> create(const RoutedRequest& routed, bool ignore_unknown, core::Call& call) {
  const wire::Object body = TRY(body_of(routed.request));
  CustomerReader reader(CustomerReader::Purpose::create, ignore_unknown);
  reader.customer(body);
  apply_create_rules(reader, body);
  auto out = with_edits<core::CreateCustomer>(reader, call);
  out.parent = uuid_of(routed);
  return out;
}

core::Request children(const RoutedRequest& routed, const Paging& paging) {
  return core::ListCustomers{
      .below = uuid_of(routed),
      .query = {.offset = paging.page * paging.size, .limit = paging.size, .count = true}};
}

Decoded<core::Request> read_request(const RoutedRequest& routed, const Settings::Flolive& settings,
                                    DecodedRequest& decoded) {
  const bool lenient = settings.ignore_unknown;
  const Action action = to_action(routed.route);
  core::Call& call = decoded.call;
  const Paging paging =
      TRY(read_query(routed.request.query, action == Action::children, lenient, call));
  decoded.page = paging.page;
  decoded.size = paging.size;
  switch (action) {
    case Action::sign_in:
      return sign_in(routed, lenient, call);
    case Action::refresh:
      return refresh(routed, lenient, call);
    case Action::update:
      return update(routed, lenient, call);
    case Action::create:
      return create(routed, lenient, call);
    case Action::get:
      return core::GetCustomer{.subject = uuid_of(routed)};
    case Action::children:
      return children(routed, paging);
    case Action::status:
    case Action::status_with_id:
      return core::RequestStatus{.id = uuid_of(routed), .own = true, .field = "requestId"};
  }
  return std::unexpected(malformed("is not a call of this interface"));
}

}  // namespace

std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  const Action action = to_action(routed.route);
  if (action == Action::sign_in || action == Action::refresh) return std::nullopt;
  return token_of(routed.request);
}

DecodedRequest decode(const RoutedRequest& routed, const Settings& settings) {
  DecodedRequest decoded{.route = routed.route};
  decoded.call.caller = {token_of(routed.request), std::string(kName), routed.request.source};
  auto request = read_request(routed, settings.flolive, decoded);
  if (request) {
    decoded.call.request = std::move(*request);
  } else {
    decoded.refused = std::move(request.error().fault);
    decoded.refused_status = request.error().status;
  }
  return decoded;
}

}  // namespace patchbay::doors::flolive
