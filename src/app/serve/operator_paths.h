// The paths for those who run the server: health, readiness, metrics; and for those who look at it
// with a browser: a page at `/` and documents. They need no credentials.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/observe/health.h"
#include "app/observe/metrics.h"
#include "http/message.h"

namespace patchbay::app {

// Threads: any.
class OperatorPaths {
 public:
  // `metrics_sources`: the address blocks that may read metrics.
  OperatorPaths(Health& health, MetricSources sources, std::vector<std::string> metrics_sources);

  // The reply, or nothing where `request` is not for one of these paths. To whom metrics are not
  // open, their path is none of these.
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
