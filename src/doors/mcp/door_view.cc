// Asks a door with a request that its own client half writes.
#include "doors/mcp/door_view.h"

#include <algorithm>

#include "doors/client.h"
#include "doors/mcp/inner_request.h"
#include "doors/translate.h"

namespace patchbay::doors::mcp {
namespace {

using wire::Object;
using wire::Tree;

constexpr std::string_view kDoor = "door";

// Nothing if the dialect has no such request.
std::optional<InnerCall> reading(const DialectClient& client, const core::View* view,
                                 const Settings& settings) {
  core::Call call;
  call.request = core::GetCustomer{.subject = view ? view->record.id : CustomerId{1}};
  const EncodedCall encoded =
      client.transports.front().encode_call(call, {.record = view ? &view->record : nullptr});
  if (!encoded.request) return std::nullopt;
  http::Request request = *encoded.request;
  if (!request.header("Authorization"))
    request.headers.emplace_back(
        "Authorization", client.authorization.starts_with("Bearer") ? "Bearer x" : "Basic eDp4");
  auto inner = decode_inner(request, settings);
  auto* const found = std::get_if<InnerCall>(&inner);
  return found && !found->decoded.refused ? std::optional(std::move(*found)) : std::nullopt;
}

// The outcome that the door's request for one customer has.
core::Outcome outcome_for(const core::Request& request, const core::View& view) {
  if (!std::holds_alternative<core::ListCustomers>(request)) return view;
  return core::CustomerViewPage{.views = {view}, .total = 1};
}

}  // namespace

Result<core::RequiredPrivilege> privilege_to_see(const std::string& door,
                                                 const Settings& settings) {
  const auto known = dialects_with_clients();
  if (std::ranges::find(known, door) == known.end()) {
    std::string names;
    for (const std::string_view each : known) names.append(names.empty() ? "" : ", ").append(each);
    return std::unexpected(
        Fault(ErrorKind::invalid, "must be one of " + names, std::string(kDoor)));
  }
  const auto inner = reading(*client_of(door), nullptr, settings);
  if (!inner)
    return std::unexpected(
        Fault(ErrorKind::invalid, "has no request that reads a customer", std::string(kDoor)));
  return inner->decoded.call.required_privilege;
}

Tree seen_through(const std::string& door, const core::View& view, const Settings& settings) {
  Object out{{std::string(kDoor), door}};
  const auto inner = reading(*client_of(door), &view, settings);
  if (!inner) return Tree(std::move(out));
  const http::Response response =
      encode_inner(*inner, outcome_for(inner->decoded.call.request, view), settings);
  std::string type;
  for (const auto& [name, value] : response.headers)
    if (name == "Content-Type") type = value;
  out.emplace_back("status", Tree(response.status));
  out.emplace_back("type", std::move(type));
  out.emplace_back("body", body_of(response));
  return Tree(std::move(out));
}

}  // namespace patchbay::doors::mcp
