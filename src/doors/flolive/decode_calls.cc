// Decodes each kind of call.
#include "doors/flolive/decode_calls.h"

#include <algorithm>

#include "base/result.h"
#include "doors/flolive/create_rules.h"
#include "doors/flolive/json_value.h"
#include "wire/json.h"
#include "wire/position.h"

namespace patchbay::doors::flolive {
namespace {

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
  return Uuid::parse(routed.segment(0)).value_or(Uuid{});
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

// The common part of the two calls that write. `UpdateCustomer` and `CreateCustomer` differ in how
// they name the customer.
template <typename Change>
Change with_edits(CustomerReader& reader, core::Call& call) {
  std::ranges::move(reader.problems, std::back_inserter(call.problems));
  std::ranges::move(reader.warnings, std::back_inserter(call.options.warnings));
  Change out;
  out.edits = std::move(reader.edits);
  out.rules.contact_needs_number = true;
  out.rules.contact_number_name = "contact.landlinePhoneNumber";
  return out;
}

}  // namespace

Decoded<core::Request> read_sign_in(CallInput& input) {
  auto texts = TRY(
      texts_of(input.routed.request, {"username", "password"}, input.ignore_unknown, input.call));
  input.call.caller.credentials =
      core::NameAndSecret{std::move(texts[0]), Secret(std::move(texts[1]))};
  return core::SignIn{};
}

Decoded<core::Request> read_refresh(CallInput& input) {
  auto texts = TRY(
      texts_of(input.routed.request, {"token", "refreshToken"}, input.ignore_unknown, input.call));
  input.call.caller.credentials = core::NoCredentials{};
  return core::Refresh{Secret(std::move(texts[0])), Secret(std::move(texts[1]))};
}

Decoded<core::Request> read_update(CallInput& input) {
  CustomerReader reader(CustomerReader::Purpose::change, input.ignore_unknown);
  reader.customer(TRY(body_of(input.routed.request)));
  auto out = with_edits<core::UpdateCustomer>(reader, input.call);
  out.subject = uuid_of(input.routed);
  return out;
}

Decoded<core::Request> read_create(CallInput& input) {
  const wire::Object body = TRY(body_of(input.routed.request));
  CustomerReader reader(CustomerReader::Purpose::create, input.ignore_unknown);
  reader.customer(body);
  apply_create_rules(reader, body);
  auto out = with_edits<core::CreateCustomer>(reader, input.call);
  out.parent = uuid_of(input.routed);
  return out;
}

Decoded<core::Request> read_get(CallInput& input) {
  return core::GetCustomer{.subject = uuid_of(input.routed)};
}

Decoded<core::Request> read_children(CallInput& input) {
  const Paging& paging = input.paging;
  return core::ListCustomers{
      .below = uuid_of(input.routed),
      .query = {.offset = paging.page * paging.size, .limit = paging.size, .count = true}};
}

Decoded<core::Request> read_status(CallInput& input) {
  return core::RequestStatus{.id = uuid_of(input.routed), .own = true, .field = "requestId"};
}

}  // namespace patchbay::doors::flolive
