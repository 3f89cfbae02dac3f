// The table of these paths and what they reply.
#include "app/operations.h"

#include <algorithm>

#include "app/front_page.h"
#include "core/sources.h"
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

std::span<const Operations::Row> Operations::rows() {
  static constexpr Row kRows[] = {
      {"/healthz", /*is_open=*/true, &Operations::healthz},
      {"/readyz", /*is_open=*/true, &Operations::readyz},
      {"/metrics", /*is_open=*/false, &Operations::metrics_text},
  };
  return kRows;
}

Operations::Operations(Health& health, Watched watched, std::vector<std::string> metrics_sources)
    : health_(health), watched_(std::move(watched)), metrics_sources_(std::move(metrics_sources)) {}

std::optional<http::Response> Operations::answer(const http::Request& request) {
  for (const Row& row : rows()) {
    if (row.path != request.path) continue;
    if (!row.is_open && !admits(request.source)) return std::nullopt;
    if (request.method != "GET" && request.method != "HEAD") return wrong_method();
    return (this->*row.reply)();
  }
  if (asks_for_front_page(request)) return front_page();
  auto page = document(request);
  if (page && request.method != "GET" && request.method != "HEAD") return wrong_method();
  return page;
}

http::Response Operations::healthz() { return json(200, R"({"status":"serving"})"); }

http::Response Operations::readyz() {
  const std::string_view trouble = health_.trouble();
  if (trouble.empty()) return json(200, R"({"status":"ready"})");
  return json(503, R"({"status":"not ready","reason":)" + wire::json::quote(trouble) + '}');
}

http::Response Operations::metrics_text() {
  return {.status = 200,
          .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"},
                      {"Cache-Control", "no-store"}},
          .body = exposition(watched_)};
}

bool Operations::admits(const std::string& source) const {
  return std::any_of(metrics_sources_.begin(), metrics_sources_.end(),
                     [&](const std::string& block) { return core::within(block, source); });
}

}  // namespace patchbay::app
