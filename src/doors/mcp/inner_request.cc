// A router over all doors, without credentials: who asks is known from the message around it.
#include "doors/mcp/inner_request.h"

#include "doors/router.h"
#include "doors/shared/http_text.h"
#include "wire/json.h"

namespace patchbay::doors::mcp {
namespace {

// Replies hold at most what tools ask for.
constexpr wire::json::Bounds kReplyBounds{.depth_max = 64, .nodes_max = 1'000'000};

}  // namespace

http::Request inner_request(std::string method, std::string target, std::string body) {
  http::Request out{.method = std::move(method), .body = std::move(body)};
  set_target(out, target);
  // Only the route's door reads it, and the caller of the message takes its place.
  out.headers.emplace_back("Authorization", "Bearer -");
  if (!out.body.empty()) out.headers.emplace_back("Content-Type", "application/json");
  return out;
}

std::variant<InnerCall, http::Response> decode_inner(const http::Request& request,
                                                     const Settings& settings) {
  const Router router(all_doors(), settings);
  RoutingResult routed = router.route(request);
  if (auto* response = std::get_if<http::Response>(&routed.result)) return std::move(*response);
  return InnerCall{routed.door, std::get<DecodedRequest>(std::move(routed.result))};
}

http::Response encode_inner(const InnerCall& inner, const Result<core::Outcome>& outcome,
                            const Settings& settings) {
  return Router(all_doors(), settings).encode(*inner.door, inner.decoded, outcome);
}

wire::Tree body_of(const http::Response& response) {
  auto tree = wire::json::parse(response.body, kReplyBounds);
  return tree ? std::move(*tree) : wire::Tree(response.body);
}

}  // namespace patchbay::doors::mcp
