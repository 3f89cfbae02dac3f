// What the log tells of one request: itself, what happened on its way, and why it failed.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "app/log.h"
#include "app/visit.h"
#include "base/result.h"
#include "core/outcome.h"
#include "core/trace.h"
#include "http/server.h"

namespace patchbay::app {

enum class LogRequests : std::uint8_t { no, yes };  // a line for every request

// Threads: any. The log outlives it.
class RequestLog {
 public:
  RequestLog(const Log& log, LogRequests requests) : log_(log), requests_(requests) {}

  // Nothing where no line is written for every request. `us` is how long the request took.
  void tell_request(const Visit& visit, int status, std::int64_t us,
                    const Result<core::Outcome>& outcome) const;
  // The same for a request that no door sees, under that id.
  void tell_aside(Event event, const std::string& id, int status,
                  std::vector<Log::Member> members) const;
  // Sign-ins, lock-outs and administrative acts.
  void tell_notices(const Visit& visit) const;
  // A request that ended by an exception.
  void tell_failure(const Visit& visit, const std::exception& error) const noexcept;

 private:
  void tell_notice(const Visit& visit, const core::Notice& notice) const;
  [[nodiscard]] bool tells(Event event) const {
    return requests_ == LogRequests::yes && log_.tells(event);
  }

  const Log& log_;
  const LogRequests requests_;
};

}  // namespace patchbay::app
