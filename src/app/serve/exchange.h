// A request on its way through the server, from its arrival until its reply is sent.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "app/traffic/traffic_capture.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "core/call/trace.h"
#include "doors/router.h"
#include "http/server.h"

namespace patchbay::app {

// One thread at a time.
struct Exchange {
  http::Reply reply;
  std::string method;
  std::string source;
  doors::RoutingResult routing;
  Instant received_at;
  Uuid id;
  std::optional<http::Response> rendered;  // for a request with an idempotency key
  core::Trace trace;
  bool is_cross_site = false;                 // a browser sent it for a page of another site
  bool is_by_script = false;                  // a script in a browser sent it
  std::optional<CapturedRequest> captured{};  // if the request is kept as traffic
  std::shared_ptr<void> place{};              // of a caller that waits for what comes (LiveFeed)
  std::chrono::steady_clock::time_point waits_until{};  // of a caller with a place
};
using ExchangePtr = std::shared_ptr<Exchange>;

// Returns a copy of the call that was decoded. What a bulk is about is taken out of the exchange,
// because it takes many times the memory of its text, and a bulk is not made twice.
inline core::Call call_of(Exchange& exchange) {
  core::Call& decoded = std::get<doors::DecodedRequest>(exchange.routing.result).call;
  auto* bulk = std::get_if<core::Bulk>(&decoded.request);
  if (!bulk) return decoded;
  core::Bulk taken = std::exchange(*bulk, core::Bulk{});
  core::Call out = decoded;
  out.request = std::move(taken);
  return out;
}

}  // namespace patchbay::app
