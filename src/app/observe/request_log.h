// Log lines about one request: the request itself, what happened while it was handled, and why it
// failed.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "app/observe/log.h"
#include "app/serve/exchange.h"
#include "base/result.h"
#include "core/call/outcome.h"
#include "core/call/trace.h"
#include "http/server.h"

namespace patchbay::app {

enum class LogRequests : std::uint8_t { no, yes };  // one line for every request

// Thread-safe. The log must outlive it.
class RequestLog {
 public:
  RequestLog(const Log& log, LogRequests requests) : log_(log), requests_(requests) {}

  // Writes nothing unless every request is logged. `us` is how long the request took.
  void log_request(const Exchange& exchange, int status, std::int64_t us,
                   const Result<core::Outcome>& outcome) const;
  // The same for a request that reached no door. `id` is its request id.
  void log_undispatched(LogEvent event, const std::string& id, int status,
                        std::vector<Log::Member> members) const;
  // Logs sign-ins, lock-outs and administrative changes.
  void log_security_events(const Exchange& exchange) const;
  // Logs a request that ended with an exception.
  void log_failure(const Exchange& exchange, const std::exception& error) const noexcept;

 private:
  void log_notice(const Exchange& exchange, const core::Notice& notice) const;
  [[nodiscard]] bool is_logged(LogEvent event) const {
    return requests_ == LogRequests::yes && log_.is_logged(event);
  }

  const Log& log_;
  const LogRequests requests_;
};

}  // namespace patchbay::app
