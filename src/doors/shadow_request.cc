// Finds the call by the door's own decoder.
#include "doors/shadow_request.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "doors/reply_differences.h"
#include "doors/router.h"

namespace patchbay::doors {
namespace {

struct ReasonRow {
  std::string_view word;
  std::string_view meaning;
};
constexpr ReasonRow kReasons[] = {
#define NOT_COMPARED(name, meaning) {#name, meaning},
#include "doors/not_compared.def"
#undef NOT_COMPARED
};

// Vendors serve their paths below others: the shortest end of the path that the door has.
std::optional<std::string> own_path(const Door& door, const http::Request& request) {
  const std::string& path = request.path;
  if (door.owns(path)) return path;
  for (std::size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1))
    if (door.owns(path.substr(at))) return path.substr(at);
  // A door with one path is not known by it.
  if (door.routes.size() == 1 && request.method == door.routes.front().method)
    return std::string(door.routes.front().pattern);
  return std::nullopt;
}

bool is_kept_header(std::string_view name) {
  const std::string lowered = lower(name);
  return lowered == "content-type" || lowered == "accept" || lowered == "authorization";
}

void put_in_head(http::Request& request, const core::Credentials& own) {
  std::erase_if(request.headers,
                [](const auto& header) { return lower(header.first) == "authorization"; });
  if (const auto* token = std::get_if<core::BearerToken>(&own))
    request.headers.emplace_back("Authorization", "Bearer " + std::string(token->token.reveal()));
  if (const auto* named = std::get_if<core::NameAndSecret>(&own))
    request.headers.emplace_back(
        "Authorization",
        "Basic " + base64(named->name + ':' + std::string(named->secret.reveal())));
}

bool put(http::Request& request, const DialectClient& client, const core::Credentials& own) {
  if (client.put_credentials) return client.put_credentials(request, own);
  put_in_head(request, own);
  return true;
}

const ClientTransport& transport_of(const DialectClient& client, const http::Request& request) {
  const bool is_xml = request.content_type().ends_with("xml");
  return is_xml && client.transports.size() > 1 ? client.transports.back()
                                                : client.transports.front();
}

// Whether the door finds the credentials that were put into a request of an unknown form.
bool holds(const core::Credentials& found, const core::Credentials& own) {
  if (const auto* token = std::get_if<core::BearerToken>(&own)) {
    const auto* other = std::get_if<core::BearerToken>(&found);
    return other && other->token.reveal() == token->token.reveal();
  }
  const auto* named = std::get_if<core::NameAndSecret>(&own);
  const auto* other = std::get_if<core::NameAndSecret>(&found);
  return named && other && other->name == named->name &&
         other->secret.reveal() == named->secret.reveal();
}

bool is_compared(ClientCall call) {
  return call != ClientCall::sign_in && call != ClientCall::refresh &&
         call != ClientCall::request_status;
}

void describe_update(const core::UpdateCustomer& update, ShadowRequest& out) {
  out.subject = subject_text(update.subject);
  out.changes_identity = out.call != ClientCall::update && out.call != ClientCall::adjust;
  for (const core::FieldEdit& each : update.edits) {
    if (each.target.field != Field::name && each.target.field != Field::deleted) continue;
    out.changes_identity = true;
    const auto* value = std::get_if<Value>(&each.edit);
    const auto* name = value ? std::get_if<std::string>(value) : nullptr;
    if (name && each.target.field == Field::name) out.new_name = *name;
  }
}

void describe_call(const core::Request& request, ShadowRequest& out) {
  if (const auto* update = std::get_if<core::UpdateCustomer>(&request))
    return describe_update(*update, out);
  out.is_read = out.call == ClientCall::get || out.call == ClientCall::list;
  out.changes_identity = out.call == ClientCall::create;
  if (const auto* get = std::get_if<core::GetCustomer>(&request))
    out.subject = subject_text(get->subject);
}

}  // namespace

std::string_view word(NotCompared reason) {
  return kReasons[static_cast<std::size_t>(reason)].word;
}

std::string_view meaning(NotCompared reason) {
  return kReasons[static_cast<std::size_t>(reason)].meaning;
}

const Door* find_shadowed(std::string_view door) {
  for (const Door* each : all_doors())
    if (each->name == door && speaking_client_of(door)) return each;
  return nullptr;
}

std::expected<ShadowRequest, NotCompared> shadow_request(
    const Door& door, const http::Request& asked, const std::optional<core::Credentials>& own) {
  const DialectClient& client = *client_of(door.name);
  ShadowRequest out{.request = asked};
  if (asked.header("X-HTTP-Method-Override")) return std::unexpected(NotCompared::several_calls);
  const auto path = own_path(door, asked);
  if (!path) return std::unexpected(NotCompared::another_path);
  out.request.path = *path;
  std::erase_if(out.request.headers,
                [](const auto& header) { return !is_kept_header(header.first); });
  out.transport = &transport_of(client, out.request);
  if (own && !put(out.request, client, *own)) return std::unexpected(NotCompared::not_signed_in);
  out.request.headers.emplace_back("Patchbay-Rehearse", "true");
  const Door* const doors[] = {&door};
  const Settings settings;
  const RoutingResult routed = Router(doors, settings).route(out.request);
  const auto* decoded = std::get_if<DecodedRequest>(&routed.result);
  if (!decoded) {
    out.has_call = false;
    return out;
  }
  if (!decoded->parts.empty()) return std::unexpected(NotCompared::several_calls);
  if (decoded->refused || decoded->ready) return out;
  const auto call = client_call(decoded->call.request);
  if (!call || !is_compared(*call)) return std::unexpected(NotCompared::sign_in);
  if (own && !holds(decoded->call.caller.credentials, *own))
    return std::unexpected(NotCompared::not_signed_in);
  out.call = *call;
  describe_call(decoded->call.request, out);
  return out;
}

}  // namespace patchbay::doors
