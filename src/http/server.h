// The HTTP/1.1 server: sockets, TLS, limits and time limits. Hands each request to one handler and
// sends the reply that handler calls back with.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "http/message.h"

namespace patchbay::http {

// Bounds. Over one of them the client gets the status named; the body of that reply is made by
// `MakeErrorResponse` so that it can speak the dialect of the path where the path is known.
struct Limits {
  std::size_t header_bytes_max = 16 * 1024;  // 431
  std::size_t body_bytes_max = 1024 * 1024;  // 413
  // Of all bodies that are being read or answered (http/quotas.h): 503.
  std::size_t body_memory_bytes_max = 64 * 1024 * 1024;
  std::chrono::milliseconds header_timeout{10'000};  // 408, from the first byte awaited
  std::chrono::milliseconds body_timeout{30'000};    // 408
  std::chrono::milliseconds idle_timeout{60'000};    // closes a silent kept-alive connection
  std::chrono::milliseconds write_timeout{30'000};   // closes a connection that does not read
  std::size_t connections_max = 4096;                // 503, then closes
  std::size_t connections_per_address_max = 1024;    // 503, then closes; IPv6: of a /64
  std::chrono::milliseconds stop_timeout{10'000};    // gives up replies in flight after `stop`
};

struct Tls {
  std::string certificate_file;  // PEM, the whole chain
  std::string key_file;          // PEM; a regular file that others cannot read
};

// Whether a server could use the files now; the error is an English sentence.
[[nodiscard]] std::expected<void, std::string> check_tls(const Tls& tls);

// The way back of one request. The first call counts; any thread, now or later.
class Reply {
 public:
  using Compose = std::move_only_function<Response()>;

  explicit Reply(std::function<void(Compose)> settle) : settle_(std::move(settle)) {}

  void operator()(Response response) const {
    settle_([response = std::move(response)]() mutable { return std::move(response); });
  }
  // `compose` is called on the thread that serves the connection, so that the caller's is free at
  // once; not at all where nobody waits any more. Where it throws the client gets a 503.
  void later(Compose compose) const { settle_(std::move(compose)); }

 private:
  std::function<void(Compose)> settle_;
};

// Has the reply called exactly once. May be called on several threads at once, for different
// requests; requests of one connection come one after another.
using Handler = std::function<void(Request, Reply)>;
// Asked with the head alone, with an empty body, before the body of a request is waited for that is
// longer than kUngatedBodyBytes or whose client asks whether to send it. Replies with one of these
// statuses where it may come; any other reply is the answer, and the connection closes behind it.
using Gate = Handler;
inline constexpr int kAuthenticatedCaller = 100;  // the caller is known
inline constexpr int kAnonymousCaller = 102;  // whoever it is: strangers have less room for bodies
inline constexpr std::size_t kUngatedBodyBytes = 64 * 1024;

// Makes the reply to a request that the server itself refuses (400, 408, 413, 415, 417, 431, 501,
// 503, 505). `path` is empty where it was not read; `what` is an English phrase without a full
// stop.
using MakeErrorResponse =
    std::function<Response(int status, std::string_view path, std::string_view what)>;

class Server {
 public:
  struct Options {
    std::string address = "127.0.0.1";  // an IPv4 or IPv6 literal
    std::uint16_t port = 8080;          // 0: any free port
    int threads = 2;
    Limits limits;
    std::optional<Tls> tls;
  };

  // Binds and listens; the error is an English sentence. Nothing is served before `run`.
  // Without a gate every caller is a stranger who may send a body.
  static std::expected<std::unique_ptr<Server>, std::string> open(Options options, Handler handler,
                                                                  MakeErrorResponse refuse,
                                                                  Gate gate = {});
  virtual ~Server() = default;

  // The port that was bound.
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  // How many are connected now. Any thread.
  [[nodiscard]] virtual std::size_t connections() const = 0;
  // Bytes of memory that bodies take which are being read or answered. Any thread.
  [[nodiscard]] virtual std::size_t body_bytes() const = 0;
  // Serves until `stop`, then returns when the last reply in flight is sent, or `stop_timeout`
  // later.
  virtual void run() = 0;
  // Reads `tls` for the connections that come from now on; those that are open go on as they are.
  // Where the error says why it cannot be used, or that the server speaks without TLS, all stays as
  // it is. Any thread.
  virtual std::expected<void, std::string> reload(const Tls& tls) = 0;
  // Stops accepting, lets requests in flight finish, closes idle connections. Any thread, any
  // number of times.
  virtual void stop() = 0;
};

}  // namespace patchbay::http
