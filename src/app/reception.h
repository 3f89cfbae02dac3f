// The reception: takes requests from the HTTP server through their door to core, and the answer
// back.
#pragma once

#include <memory>

#include "app/log.h"
#include "app/requests.h"
#include "core/service.h"
#include "doors/router.h"
#include "http/server.h"

namespace patchbay::app {

// Threads: any. What is handed in outlives this; destroyed when no request is in flight.
class Reception {
 public:
  struct Options {
    int password_threads = 2;
    int body_threads = 1;  // that read bodies of more than http::kUngatedBodyBytes
    bool log_requests = true;
  };
  static std::unique_ptr<Reception> make(core::Service& service, const doors::Router& router,
                                         RequestCounts& counts, const Clock& clock, const Log& log,
                                         Options options);
  virtual ~Reception() = default;

  virtual void take(http::Request request, http::Reply reply) = 0;
  // What http::Gate asks: judges who asks before the body has come, and replies in the door's words
  // where that is nobody who may.
  virtual void judge(http::Request head, http::Reply reply) = 0;
  // How many requests wait for a thread that checks passwords.
  [[nodiscard]] virtual std::size_t passwords_waiting() const = 0;
};

}  // namespace patchbay::app
