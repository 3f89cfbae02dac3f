// One function for each kind of call.
#include "doors/flolive/decode.h"

#include <algorithm>

#include "base/result.h"
#include "doors/flolive/ask.h"
#include "doors/flolive/json_value.h"
#include "doors/flolive/newcomer.h"
#include "doors/flolive/query.h"
#include "wire/json.h"
#include "wire/position.h"

namespace patchbay::doors::flolive {
namespace {

struct Refusal {
  Fault fault;
  int status = 400;
  Refusal(Fault why, int with = 400) : fault(std::move(why)), status(with) {}
};
template <typename T>
using Read = std::expected<T, Refusal>;

Fault malformed(std::string what, std::string field = {}) {
  return Fault(Wrong::malformed, std::move(what), std::move(field));
}

Read<wire::Object> body_of(const http::Request& request) {
  const std::string type = request.content_type();
  if (!type.empty() && type != "application/json")
    return std::unexpected(Refusal(malformed("must be application/json", "Content-Type"), 415));
  auto tree = wire::json::parse(request.body);
  if (!tree) {
    const Complaint& complaint = tree.error();
    return std::unexpected(malformed("the JSON cannot be read" +
                                     wire::place_of(complaint, request.body) + ": " +
                                     complaint.what));
  }
  if (wire::Object* object = tree->object()) return std::move(*object);
  return std::unexpected(
      malformed("must be an object, not " + std::string(tree->kind()), "the body"));
}

// What is no UUID is the id of nothing: the nil one is nobody's.
Uuid uuid_of(const Arrival& arrival) {
  return Uuid::parse(arrival.captured.front()).value_or(Uuid{});
}

core::Credentials token_of(const http::Request& request) {
  auto token = http::bearer_token(request);
  if (!token) return core::NoCredentials{};
  return core::BearerToken{Secret(std::move(*token))};
}

// The texts of a body that holds these and nothing else; missing ones are empty.
Read<std::vector<std::string>> texts_of(const http::Request& request,
                                        std::initializer_list<std::string_view> names,
                                        bool ignore_unknown, core::Call& call) {
  wire::Object body = TRY(body_of(request));
  std::vector<std::string> out(names.size());
  for (auto& [name, value] : body) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
      if (ignore_unknown)
        call.how.warnings.push_back("ignored unknown field " + name);
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

Read<core::Request> sign_in(const Arrival& arrival, bool ignore_unknown, core::Call& call) {
  auto texts = TRY(texts_of(arrival.request, {"username", "password"}, ignore_unknown, call));
  call.caller.credentials = core::NameAndSecret{std::move(texts[0]), Secret(std::move(texts[1]))};
  return core::SignIn{};
}

Read<core::Request> refresh(const Arrival& arrival, bool ignore_unknown, core::Call& call) {
  auto texts = TRY(texts_of(arrival.request, {"token", "refreshToken"}, ignore_unknown, call));
  call.caller.credentials = core::NoCredentials{};
  return core::Refresh{Secret(std::move(texts[0])), Secret(std::move(texts[1]))};
}

// What the two calls that write have in common. `Amend` and `Create` differ in whom they name.
template <typename Write>
Write written(Reader& reader, core::Call& call) {
  call.demand.any_of = core::Privilege::administrator | core::Privilege::commerce;
  std::ranges::move(reader.problems, std::back_inserter(call.problems));
  std::ranges::move(reader.warnings, std::back_inserter(call.how.warnings));
  Write out;
  out.wishes = std::move(reader.wishes);
  out.rules.contact_needs_number = true;
  out.rules.contact_number_name = "contact.landlinePhoneNumber";
  return out;
}

Read<core::Request> amend(const Arrival& arrival, bool ignore_unknown, core::Call& call) {
  Reader reader(Reader::Of::change, ignore_unknown);
  reader.customer(TRY(body_of(arrival.request)));
  auto out = written<core::Amend>(reader, call);
  call.demand.not_oneself = true;
  out.subject = uuid_of(arrival);
  return out;
}

Read<core::Request> create(const Arrival& arrival, bool ignore_unknown, core::Call& call) {
  const wire::Object body = TRY(body_of(arrival.request));
  Reader reader(Reader::Of::newcomer, ignore_unknown);
  reader.customer(body);
  complete(reader, body);
  auto out = written<core::Create>(reader, call);
  out.parent = uuid_of(arrival);
  return out;
}

core::Request children(const Arrival& arrival, const Paging& paging) {
  return core::List{
      .below = uuid_of(arrival),
      .query = {.offset = paging.page * paging.size, .limit = paging.size, .count = true}};
}

Read<core::Request> read_request(const Arrival& arrival, const Settings::Flolive& settings,
                                 Asked& asked) {
  const bool lenient = settings.ignore_unknown;
  const Ask ask = ask_of(arrival.route);
  core::Call& call = asked.call;
  const Paging paging = TRY(read_query(arrival.request.query, ask == Ask::children, lenient, call));
  asked.page = paging.page;
  asked.size = paging.size;
  switch (ask) {
    case Ask::sign_in:
      return sign_in(arrival, lenient, call);
    case Ask::refresh:
      return refresh(arrival, lenient, call);
    case Ask::amend:
      return amend(arrival, lenient, call);
    case Ask::create:
      return create(arrival, lenient, call);
    case Ask::get:
      return core::Get{.subject = uuid_of(arrival)};
    case Ask::children:
      return children(arrival, paging);
    case Ask::status:
    case Ask::status_with_id:
      return core::RequestStatus{.id = uuid_of(arrival), .own = true, .field = "requestId"};
  }
  return std::unexpected(malformed("is not a call of this interface"));
}

}  // namespace

std::optional<core::Credentials> head_credentials(const Arrival& arrival) {
  const Ask ask = ask_of(arrival.route);
  if (ask == Ask::sign_in || ask == Ask::refresh) return std::nullopt;
  return token_of(arrival.request);
}

Asked decode(const Arrival& arrival, const Settings& settings) {
  Asked asked{.route = arrival.route};
  asked.call.caller = {token_of(arrival.request), std::string(kName), arrival.request.source};
  auto request = read_request(arrival, settings.flolive, asked);
  if (request) {
    asked.call.request = std::move(*request);
  } else {
    asked.refused = std::move(request.error().fault);
    asked.refused_status = request.error().status;
  }
  return asked;
}

}  // namespace patchbay::doors::flolive
