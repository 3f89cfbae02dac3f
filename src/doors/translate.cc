// Finds the call in a request, and hands it to the client half of the other dialect.
#include "doors/translate.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "base/utf8.h"
#include "doors/router.h"
#include "doors/shared/curl_line.h"
#include "doors/shared/http_text.h"

namespace patchbay::doors {
namespace {

std::unexpected<Fault> refuse(std::string field, std::string what) {
  return std::unexpected(Fault(ErrorKind::invalid, std::move(what), std::move(field)));
}

const Door* find_client(std::string_view name) {
  for (const Door* door : all_doors())
    if (door->name == name && client_of(name)) return door;
  return nullptr;
}

Result<const Door*> get_client(std::string_view field, const std::string& name) {
  if (const Door* door = find_client(name)) return door;
  std::string known;
  for (const std::string_view each : dialects_with_clients())
    known.append(known.empty() ? "" : ", ").append(each);
  return refuse(std::string(field), "must be one of " + known);
}

const ClientTransport* find_transport(const DialectClient& client, std::string_view name) {
  if (name.empty()) return client.transports.data();
  const auto found = std::ranges::find(client.transports, name, &ClientTransport::name);
  return found == client.transports.end() ? nullptr : &*found;
}

// What a body alone looks like; nothing for XML, which each door knows under other names.
std::string_view media_type_of(std::string_view body) {
  const std::string_view text = trim(body);
  if (text.empty() || text.front() == '<') return {};
  return text.front() == '{' || text.front() == '[' ? "application/json"
                                                    : "application/x-www-form-urlencoded";
}

// A door with one path needs neither method nor target.
Result<http::Request> request_of_body(const TranslationInput& input, const Door& door) {
  http::Request out{.method = input.method, .body = input.input};
  const bool has_one_route = door.routes.size() == 1;
  if (out.method.empty() && has_one_route) out.method = door.routes.front().method;
  if (out.method.empty())
    return refuse("method",
                  "is required, because the input is neither a curl command nor an HTTP "
                  "request");
  if (input.target.empty() && !has_one_route)
    return refuse("target",
                  "is required, because the input is neither a curl command nor an HTTP "
                  "request");
  set_target(out, input.target.empty() ? door.routes.front().pattern : input.target);
  if (const auto type = media_type_of(out.body); !type.empty()) {
    out.headers.emplace_back("Content-Type", type);
    out.body = trim(out.body);
  }
  return out;
}

bool is_text(const http::Request& request) {
  const auto good = [](std::string_view text) {
    return utf8::is_valid(text) && std::ranges::none_of(text, [](char c) {
             return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
           });
  };
  return good(request.method) && good(request.path) && good(request.query) &&
         std::ranges::all_of(request.headers, [&](const auto& header) {
           return good(header.first) && good(header.second);
         });
}

Result<http::Request> read_request(const TranslationInput& input, const Door& door) {
  if (input.input.size() > kWrittenRequestBytesMax)
    return refuse("input", "must be at most 1048576 bytes");
  if (!utf8::is_valid(input.input) || input.input.contains('\0'))
    return refuse("input", "must be text in UTF-8");
  const bool is_body = !input.method.empty() || !input.target.empty();
  const bool is_curl = !is_body && is_curl_line(input.input);
  if (!is_curl && (is_body || !is_http_text(input.input))) return request_of_body(input, door);
  auto read = is_curl ? parse_curl_line(input.input) : parse_http_text(input.input);
  if (!read) return refuse("input", std::move(read.error()));
  return std::move(*read);
}

// Vendors serve their paths below others: the shortest end of the path that the door has.
std::string path_at(const Door& door, const std::string& path) {
  if (door.owns(path)) return path;
  for (std::size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1))
    if (door.owns(path.substr(at))) return path.substr(at);
  return door.routes.size() == 1 ? std::string(door.routes.front().pattern) : path;
}

// The words of a decoder about what it cannot read.
Fault refused_by(const Door& door, const Fault& fault) {
  return Fault(ErrorKind::invalid,
               "is not a request that " + std::string(door.name) + " reads: " + fault.sentence(),
               "input");
}

bool has_several_calls(const DecodedRequest& decoded) { return !decoded.parts.empty(); }

struct SubjectOf {
  std::optional<core::Subject> operator()(const core::UpdateCustomer& update) const {
    return update.subject;
  }
  std::optional<core::Subject> operator()(const core::GetCustomer& get) const {
    return get.subject;
  }
  std::optional<core::Subject> operator()(const auto&) const { return std::nullopt; }
};

// Reads the edits of a call that depend on what the caller sees.
std::vector<Loss> resolve_edits(core::Call& call, const Record* record) {
  std::vector<Loss> out;
  auto* update = std::get_if<core::UpdateCustomer>(&call.request);
  if (!update || !update->from_view) return out;
  core::Edits read =
      update->from_view({.record = record ? *record : Record{}, .enterprise = {}, .plan = {}});
  update->from_view = nullptr;
  update->edits = std::move(read.edits);
  for (Problem& each : read.problems) {
    if (each.kind == ErrorKind::unknown_customer)
      out.push_back(make_loss(LossKind::partly, each.field, std::nullopt, each.what));
    else
      call.problems.push_back(std::move(each));
  }
  return out;
}

std::vector<core::FieldEdit>* edits_in(core::Request& request) {
  if (auto* update = std::get_if<core::UpdateCustomer>(&request)) return &update->edits;
  if (auto* create = std::get_if<core::CreateCustomer>(&request)) return &create->edits;
  return nullptr;
}

// Takes away what only the dialect of the request can say of a customer. Returns whether nothing is
// left of a change.
bool take_own_words(const TranslationInput& input, core::Call& call, const Record* record,
                    std::vector<Loss>& losses) {
  std::vector<core::FieldEdit>* const edits = edits_in(call.request);
  const DialectClient* const from = client_of(input.from);
  if (!edits || !from || !from->said_here_only || input.from == input.to) return false;
  const Record unknown;
  const bool is_new = std::holds_alternative<core::CreateCustomer>(call.request);
  for (std::string& name : from->said_here_only(*edits, record && !is_new ? *record : unknown))
    losses.push_back(make_loss(LossKind::no_field, std::move(name), std::nullopt));
  std::erase_if(*edits,
                [](const core::FieldEdit& edit) { return edit.target.field == Field::extensions; });
  return !is_new && edits->empty();
}

// A subject that no customer has, because the text in the request is not of its form.
bool is_unknown(const core::Subject& subject) {
  const auto* id = std::get_if<CustomerId>(&subject);
  const auto* uuid = std::get_if<Uuid>(&subject);
  return (id && id->value <= 0) || (uuid && uuid->is_nil());
}

}  // namespace

std::vector<std::string_view> dialects_with_clients() {
  std::vector<std::string_view> out;
  for (const Door* door : all_doors())
    if (client_of(door->name)) out.push_back(door->name);
  return out;
}

Result<SourceCall> read_source(const TranslationInput& input) {
  const Door& from = *TRY(get_client("from", input.from));
  const Door& to = *TRY(get_client("to", input.to));
  if (!find_transport(*client_of(to.name), input.transport)) {
    std::string known;
    for (const ClientTransport& each : client_of(to.name)->transports)
      known.append(known.empty() ? "" : ", ").append(each.name);
    return refuse("transport", "must be one of " + known);
  }
  http::Request request = TRY(read_request(input, from));
  // The words of a shell can hold any byte.
  if (!is_text(request)) return refuse("input", "must be text in UTF-8");
  request.path = path_at(from, request.path);
  // Who asks does not matter, so a head without credentials is read like any other.
  std::erase_if(request.headers,
                [](const auto& header) { return lower(header.first) == "authorization"; });
  if (!client_of(from.name)->authorization.empty())
    request.headers.emplace_back(
        "Authorization",
        client_of(from.name)->authorization.starts_with("Bearer") ? "Bearer x" : "Basic eDp4");
  const Door* const doors[] = {&from};
  const Settings settings;
  const Router router(doors, settings);
  RoutingResult routed = router.route(request);
  auto* decoded = std::get_if<DecodedRequest>(&routed.result);
  if (!decoded)
    return refuse("input", "asks for " + shortened(request.method + ' ' + request.path) +
                               ", which " + std::string(from.name) + " does not have");
  if (decoded->refused) return std::unexpected(refused_by(from, *decoded->refused));
  if (has_several_calls(*decoded)) return refuse("input", "must hold one call, not several");
  // A method of XML-RPC that does not exist, or has wrong arguments, is answered after sign-in.
  if (!decoded->echo.empty() && std::holds_alternative<core::WhoAmI>(decoded->call.request))
    return refuse("input", "names a method that " + std::string(from.name) +
                               " does not have, or gives it wrong arguments");
  SourceCall out{.call = std::move(decoded->call)};
  out.subject = std::visit(SubjectOf{}, out.call.request);
  if (out.subject && is_unknown(*out.subject)) {
    out.subject.reset();
    // Another dialect cannot name it either, so it becomes a placeholder.
    if (auto* update = std::get_if<core::UpdateCustomer>(&out.call.request))
      update->subject = core::Oneself{};
    if (auto* get = std::get_if<core::GetCustomer>(&out.call.request))
      get->subject = core::Oneself{};
  }
  return out;
}

Translation translate(const TranslationInput& input, const SourceCall& source,
                      const Record* record) {
  const Door* const to = find_client(input.to);
  const ClientTransport* const transport =
      to ? find_transport(*client_of(to->name), input.transport) : nullptr;
  core::Call call = source.call;
  std::vector<Loss> losses = resolve_edits(call, record);
  const bool is_emptied = take_own_words(input, call, record, losses);
  const auto asked = client_call(call.request);
  Translation out{.call = std::string(asked ? word(*asked) : core::word(call.request)),
                  .encoded = {}};
  if (transport) out.encoded = transport->encode_call(call, {.record = record});
  if (is_emptied) out.encoded = {.request = std::nullopt, .losses = std::move(out.encoded.losses)};
  out.encoded.losses.insert(out.encoded.losses.begin(), losses.begin(), losses.end());
  return out;
}

}  // namespace patchbay::doors
