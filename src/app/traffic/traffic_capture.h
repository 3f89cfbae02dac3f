// Decides which requests are kept as traffic, and makes their records.
#pragma once

#include <atomic>
#include <optional>

#include "app/traffic/traffic_file.h"
#include "base/result.h"
#include "core/call/outcome.h"
#include "http/message.h"

namespace patchbay::app {

struct Exchange;

// What is kept of a request until its reply is known, without secrets.
struct CapturedRequest {
  std::string target;
  core::KeptBody sent;
};

// Threads: any.
class TrafficCapture {
 public:
  // At most `per_second` requests of each second are kept, so that a busy server does not become a
  // slow one. `file` may be null: nothing is kept.
  TrafficCapture(TrafficFile* file, const Clock& clock, std::int64_t per_second)
      : file_(file), clock_(clock), per_second_(per_second) {}

  // The request as it will be kept; nothing if it will not be.
  [[nodiscard]] std::optional<CapturedRequest> capture(const http::Request& request);
  // Keeps a captured request with its reply.
  void keep(const Exchange& exchange, const http::Response& response, std::int64_t us,
            const Result<core::Outcome>& outcome);

 private:
  TrafficFile* const file_;
  const Clock& clock_;
  const std::int64_t per_second_;
  std::atomic<std::int64_t> second_ = 0;
  std::atomic<std::int64_t> taken_ = 0;  // in this second
};

}  // namespace patchbay::app
