// The reception: takes requests from the HTTP server through their door to core, and the answer
// back.
#pragma once

#include <memory>

#include "app/observe/log.h"
#include "app/observe/request_counts.h"
#include "app/serve/host_policy.h"
#include "app/serve/proxies.h"
#include "core/service.h"
#include "doors/router.h"
#include "http/server.h"

namespace patchbay::app {

// Threads: any. What is handed in outlives this; destroyed when no request is in flight.
class Dispatcher {
 public:
  struct Options {
    int password_threads = 2;
    int body_threads = 1;  // that read bodies of more than http::kUngatedBodyBytes
    bool log_requests = true;
    std::vector<std::string> trusted_proxies{};  // address blocks
    std::vector<std::string> hosts{};            // the names it answers to; none: any
  };
  static std::unique_ptr<Dispatcher> make(core::Service& service, const doors::Router& router,
                                          RequestCounts& counts, const Clock& clock, Random& random,
                                          const Log& log, Options options);
  virtual ~Dispatcher() = default;

  // Each reply says in X-Request-Id under what id its lines stand in the log.
  virtual void dispatch(http::Request request, http::Reply reply) = 0;
  // What http::Gate asks: judges who asks before the body has come, and replies in the door's words
  // where that is nobody who may.
  virtual void check_head(http::Request head, http::Reply reply) = 0;
  // The request's source and security as a trusted proxy tells them: before anybody goes by them.
  virtual void apply_forwarded(http::Request& request) const = 0;
  // The reply to a request that no door is to see, with its line in the log.
  [[nodiscard]] virtual http::Response finish_undispatched(
      LogEvent event, http::Response response, std::vector<Log::Member> members) const = 0;
  // How many requests wait for a thread that checks passwords.
  [[nodiscard]] virtual std::size_t passwords_waiting() const = 0;
};

}  // namespace patchbay::app
