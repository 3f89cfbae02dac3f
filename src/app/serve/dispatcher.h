// The dispatcher: passes requests from the HTTP server through their door to core, and replies
// back.
#pragma once

#include <memory>

#include "app/observe/log.h"
#include "app/observe/request_counts.h"
#include "app/serve/host_policy.h"
#include "app/serve/live_feed.h"
#include "app/serve/proxies.h"
#include "app/traffic/traffic_capture.h"
#include "core/service.h"
#include "doors/router.h"
#include "http/server.h"

namespace patchbay::app {

// Thread-safe. The references must outlive this, and `live` must be stopped first. No request may
// be in flight when it is destroyed.
class Dispatcher {
 public:
  using OpenBodyFile =
      std::function<Result<std::shared_ptr<http::BodyFile>>(const core::Request& request)>;
  struct Options {
    int password_threads = 0;  // at least 1
    int long_threads = 1;      // for bodies longer than http::kUngatedBodyBytes, and for lists
    bool log_requests = false;
    std::vector<std::string> trusted_proxies{};  // address blocks
    std::vector<std::string> hosts{};            // the host names it answers to; empty: any
    // Keeps the long body of a file of customers; or says why not now. May be empty: files must fit
    // into memory. Any thread.
    OpenBodyFile open_body_file{};
  };
  static std::unique_ptr<Dispatcher> make(core::Service& service, const doors::Router& router,
                                          RequestCounts& counts, const Clock& clock, Random& random,
                                          const Log& log, TrafficCapture& traffic, LiveFeed& live,
                                          Options options);
  virtual ~Dispatcher() = default;

  // Every reply carries its request id in X-Request-Id. The log lines have the same id.
  virtual void dispatch(http::Request request, http::Reply reply) = 0;
  // Implements http::Gate: authenticates the caller before the body is read, and replies in the
  // door's format if the caller is refused.
  virtual void check_head(http::Request head, http::Reply reply) = 0;
  // Sets source and security of the request as a trusted proxy reports them. Must be called before
  // they are used.
  virtual void apply_forwarded(http::Request& request) const = 0;
  // The reply to a request that no door handles. Writes its log line.
  [[nodiscard]] virtual http::Response finish_undispatched(
      LogEvent event, http::Response response, std::vector<Log::Member> members) const = 0;
  // The number of requests that wait for a password thread.
  [[nodiscard]] virtual std::size_t passwords_waiting() const = 0;
};

}  // namespace patchbay::app
