// Makes records from exchanges.
#include "app/traffic/traffic_capture.h"

#include "app/serve/exchange.h"
#include "doors/native/history/history_json.h"
#include "doors/shared/redact.h"
#include "doors/shared/session.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

// The console reads and rehearses all the time, and would fill the list with its own requests. What
// changes something is kept.
bool is_the_consoles(const http::Request& request) {
  if (request.path == "/v1/session" && request.method == "GET") return true;
  if (!request.header(doors::kCsrfHeader) || !request.path.starts_with("/v1/")) return false;
  return request.method == "GET" || request.method == "HEAD" ||
         request.query.contains("dry_run=true");
}

// A caller who watches the list does not want to see that they watch.
bool is_about_traffic(const http::Request& request) {
  return request.path.starts_with("/v1/traffic") || request.path == "/v1/problems";
}

// People type passwords where a name belongs. So the query and the body of a caller who did not
// sign in are not kept.
void remove_typed(core::TrafficRecord& record) {
  record.target = record.target.substr(0, record.target.find('?'));
  record.sent = {.omitted = "It is not kept, because the caller did not sign in."};
}

void add_receipt(const core::Receipt& receipt, core::TrafficRecord& record) {
  record.customer = receipt.view.record.id;
  record.changes = wire::json::write(wire::Tree(doors::native::changes_json(receipt.differences)));
}

}  // namespace

std::optional<CapturedRequest> TrafficCapture::capture(const http::Request& request) {
  if (!file_ || is_about_traffic(request) || is_the_consoles(request)) return std::nullopt;
  const std::int64_t second = clock_.now().us / 1'000'000;
  // Two threads may both begin a second; then a few more are kept.
  if (second_.exchange(second, std::memory_order_relaxed) != second)
    taken_.store(0, std::memory_order_relaxed);
  if (taken_.fetch_add(1, std::memory_order_relaxed) >= per_second_) return std::nullopt;
  return CapturedRequest{
      doors::redacted_target(request),
      doors::redacted_body(request.header("Content-Type").value_or(""), request.body)};
}

void TrafficCapture::keep(const Exchange& exchange, const http::Response& response, std::int64_t us,
                          const Result<core::Outcome>& outcome) {
  if (!file_ || !exchange.captured) return;
  core::TrafficRecord record{.request = exchange.id,
                             .time = exchange.received_at,
                             .us = us,
                             .door = std::string(exchange.routing.door->name),
                             .method = exchange.method,
                             .target = exchange.captured->target,
                             .call = {},
                             .source = exchange.source,
                             .principal = exchange.trace.principal,
                             .principal_name = exchange.trace.name,
                             .home = exchange.trace.home,
                             .status = response.status,
                             .problem = {},
                             .problems = {},
                             .customer = {},
                             .changes = {},
                             .sent = exchange.captured->sent,
                             .replied = {}};
  if (record.principal == 0) remove_typed(record);
  if (const auto* decoded = std::get_if<doors::DecodedRequest>(&exchange.routing.result))
    record.call = word(decoded->call.request);
  if (!outcome) {
    record.problem = word(outcome.error().kind);
    for (const Problem& each : outcome.error().problems)
      record.problems.emplace_back(each.field, each.what);
  } else if (const auto* receipt = std::get_if<core::Receipt>(&*outcome)) {
    add_receipt(*receipt, record);
  } else if (const auto* erasure = std::get_if<core::Erasure>(&*outcome)) {
    record.customer = erasure->customer;
  }
  std::string_view type;
  for (const auto& [name, value] : response.headers)
    if (name == "Content-Type") type = value;
  record.replied = doors::redacted_body(type, response.body);
  file_->add(std::move(record));
}

}  // namespace patchbay::app
