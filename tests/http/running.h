// A server that runs as long as the test needs it.
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "http/server.h"
#include "support/raw_client.h"
#include "support/standard_limits.h"

namespace patchbay::http {

// "METHOD path?query source body", which `echo` answers.
inline std::string describe(const Request& request) {
  std::string text = request.method + " " + request.path;
  if (!request.query.empty()) text += "?" + request.query;
  if (!request.body.empty()) text += " " + request.body;
  return text;
}

inline void echo(Request request, const Reply& reply) {
  reply({.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = describe(request)});
}

inline Response refuse(int status, std::string_view path, std::string_view what) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain"}},
          .body = std::string(path) + ": " + std::string(what)};
}

// The time of every header Date: Fri, 15 Jan 2027 08:00:00 GMT.
inline const ManualClock kClock;

// Options for a test: any port, and limits to change.
inline Server::Options test_options(Limits limits = standard_limits()) {
  return {.clock = kClock,
          .address = "127.0.0.1",
          .port = 0,
          .threads = 2,
          .limits = limits,
          .tls = {}};
}

class Running {
 public:
  explicit Running(Handler handler = echo, Server::Options options = test_options(),
                   Gate gate = {}) {
    auto opened = Server::open(std::move(options), std::move(handler), refuse, std::move(gate));
    if (!opened) throw std::runtime_error(opened.error());
    server_ = std::move(*opened);
    thread_ = std::thread([this] {
      server_->run();
      ended_.set_value();
    });
  }
  ~Running() { stop(); }

  Server& server() { return *server_; }
  test::RawClient client() { return test::RawClient(server_->port()); }

  // True if `run` has returned, now or within `patience`.
  bool ends_within(std::chrono::milliseconds patience) {
    return future_.wait_for(patience) == std::future_status::ready;
  }
  void stop() {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
  }

 private:
  std::unique_ptr<Server> server_;
  std::promise<void> ended_;
  std::future<void> future_ = ended_.get_future();
  std::thread thread_;
};

inline const std::string kGet = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace patchbay::http
