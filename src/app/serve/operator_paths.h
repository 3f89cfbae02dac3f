// Paths for operators (health, readiness, metrics) and for browsers (a page at `/`, documents, and
// the files of the console). They need no credentials.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/observe/health.h"
#include "app/observe/metrics.h"
#include "http/message.h"

namespace patchbay::app {

// Thread-safe.
class OperatorPaths {
 public:
  // `metrics_sources`: the address blocks that may read metrics.
  OperatorPaths(Health& health, MetricSources sources, std::vector<std::string> metrics_sources);

  // The reply, or nothing if `request` is not for one of these paths. For a source that may not
  // read metrics their path does not exist.
  [[nodiscard]] std::optional<http::Response> find_reply(const http::Request& request);

  // A row of the table of paths.
  struct Row {
    std::string_view path;
    bool is_open;  // to every source
    http::Response (OperatorPaths::*reply)();
  };
  [[nodiscard]] static std::span<const Row> rows();

 private:
  http::Response healthz();
  http::Response readyz();
  http::Response metrics_text();
  [[nodiscard]] bool may_read_metrics(const std::string& source) const;

  Health& health_;
  const MetricSources sources_;
  const std::vector<std::string> metrics_sources_;
};

}  // namespace patchbay::app
