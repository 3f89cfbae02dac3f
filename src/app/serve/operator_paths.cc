// The table of these paths and their replies.
#include "app/serve/operator_paths.h"

#include <algorithm>

#include "app/console/console_replies.h"
#include "app/serve/front_page.h"
#include "base/cidr.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

http::Response json(int status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

http::Response wrong_method() {
  http::Response out = json(405, R"({"status":"wrong method"})");
  out.set("Allow", "GET, HEAD");
  return out;
}

}  // namespace

std::span<const OperatorPaths::Row> OperatorPaths::rows() {
  static constexpr Row kRows[] = {
      {"/healthz", /*is_open=*/true, &OperatorPaths::healthz},
      {"/readyz", /*is_open=*/true, &OperatorPaths::readyz},
      {"/metrics", /*is_open=*/false, &OperatorPaths::metrics_text},
  };
  return kRows;
}

OperatorPaths::OperatorPaths(Health& health, MetricSources sources,
                             std::vector<std::string> metrics_sources)
    : health_(health), sources_(std::move(sources)), metrics_sources_(std::move(metrics_sources)) {}

std::optional<http::Response> OperatorPaths::find_reply(const http::Request& request) {
  for (const Row& row : rows()) {
    if (row.path != request.path) continue;
    if (!row.is_open && !may_read_metrics(request.source)) return std::nullopt;
    if (request.method != "GET" && request.method != "HEAD") return wrong_method();
    return (this->*row.reply)();
  }
  if (wants_front_page(request)) return front_page();
  if (auto reply = find_console_reply(request, console_files())) return reply;
  auto page = document(request);
  if (page && request.method != "GET" && request.method != "HEAD") return wrong_method();
  return page;
}

http::Response OperatorPaths::healthz() { return json(200, R"({"status":"serving"})"); }

http::Response OperatorPaths::readyz() {
  const std::string_view storage_problem = health_.storage_problem();
  if (storage_problem.empty()) return json(200, R"({"status":"ready"})");
  return json(503, R"({"status":"not ready","reason":)" + wire::json::quote(storage_problem) + '}');
}

http::Response OperatorPaths::metrics_text() {
  return {.status = 200,
          .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"},
                      {"Cache-Control", "no-store"}},
          .body = to_prometheus_text(sources_)};
}

bool OperatorPaths::may_read_metrics(const std::string& source) const {
  return std::any_of(metrics_sources_.begin(), metrics_sources_.end(),
                     [&](const std::string& block) { return block_contains(block, source); });
}

}  // namespace patchbay::app
