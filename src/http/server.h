// The HTTP/1.1 server: sockets, TLS, limits and timeouts. Hands each request to one handler and
// sends the reply that the handler passes to its callback.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "http/message.h"

namespace patchbay::http {

// Limits. A client that exceeds one gets the status in the comment. `MakeErrorResponse` makes the
// body of that reply, so that it is in the dialect of the path if the path is known.
struct Limits {
  std::size_t header_bytes_max = 16 * 1024;         // 431
  std::chrono::milliseconds write_timeout{30'000};  // closes if the client does not read
  std::chrono::milliseconds stop_timeout{10'000};   // after `stop`, abandons replies
  // Settings of operators: the standard values are in the table of settings, and nowhere else.
  std::size_t body_bytes_max = 0;               // 413
  std::size_t file_bytes_max = 0;               // 413; for a body that a BodyFile keeps
  std::size_t body_memory_bytes_max = 0;        // for all bodies that are being read or answered
                                                // (http/quotas.h); 503
  std::chrono::milliseconds header_timeout{};   // 408; from the first byte awaited
  std::chrono::milliseconds body_timeout{};     // 408; for each kFilePieceBytes of a file
  std::chrono::milliseconds idle_timeout{};     // closes an idle connection
  std::size_t connections_max = 0;              // 503, then closes
  std::size_t connections_per_address_max = 0;  // 503, then closes; IPv6: per /64
};

struct Tls {
  std::string certificate_file;  // PEM, the whole chain
  std::string key_file;          // PEM; a regular file that only its owner can read
};

// Whether the server could use these files now. The error is an English sentence.
[[nodiscard]] std::expected<void, std::string> check_tls(const Tls& tls);

// The callback for one reply. The first call counts. Any thread, now or later.
class Reply {
 public:
  using Compose = std::move_only_function<Response()>;

  // `free_thread`: the thread of the connection, if no other connection needs it.
  explicit Reply(std::function<void(Compose)> settle, std::thread::id free_thread = {})
      : settle_(std::move(settle)), free_thread_(free_thread) {}

  void operator()(Response response) const {
    settle_([response = std::move(response)]() mutable { return std::move(response); });
  }
  // Calls `compose` on the thread that serves the connection, so that the caller's thread is free
  // at once. Does not call it if the connection has gone. If `compose` throws, the client gets a
  // 503.
  void later(Compose compose) const { settle_(std::move(compose)); }
  // Whether the calling thread may wait: it is that of the connection, and no other connection
  // needs it.
  [[nodiscard]] bool may_wait() const { return free_thread_ == std::this_thread::get_id(); }

 private:
  std::function<void(Compose)> settle_;
  std::thread::id free_thread_;
};

// Must cause exactly one call of the reply. May be called on several threads at once for different
// requests. Requests of one connection come one after another.
using Handler = std::function<void(Request, Reply)>;
// Called with the head alone (empty body) before the server waits for a body that is longer than
// kUngatedBodyBytes or whose client asks whether to send it. Replies with one of the statuses below
// if the body may come. Any other reply is sent to the client and the connection closes.
using Gate = Handler;
inline constexpr int kAuthenticatedCaller = 100;  // the caller is authenticated
inline constexpr int kAnonymousCaller = 102;      // any caller; less memory for its body
inline constexpr std::size_t kUngatedBodyBytes = 64 * 1024;
// Bytes of a body that a BodyFile gets at a time, about.
inline constexpr std::size_t kFilePieceBytes = 256 * 1024;

// Makes the reply to a request that the server itself refuses (400, 408, 413, 415, 417, 431, 501,
// 503, 505). `path` is empty if it was not read. `what` is an English phrase without a full stop.
using MakeErrorResponse =
    std::function<Response(int status, std::string_view path, std::string_view what)>;

class Server {
 public:
  struct Options {
    const Clock& clock;      // for the header Date; must outlive the server
    std::string address;     // an IPv4 or IPv6 literal
    std::uint16_t port = 0;  // 0: any free port
    int threads = 0;         // at least 1
    Limits limits{};
    std::optional<Tls> tls{};
    // Where the body of this request is kept, which is only a head here. If the gate may give a
    // BodyFile, the body may have up to `file_bytes_max` bytes, unless it has a Content-Encoding.
    // May be empty: always in memory. Any thread.
    std::function<BodyPlace(const Request& head)> place_of_body{};
  };

  // Binds and listens. The error is an English sentence. Serves nothing before `run`. Without a
  // gate every caller may send a body and counts as unauthenticated.
  static std::expected<std::unique_ptr<Server>, std::string> open(Options options, Handler handler,
                                                                  MakeErrorResponse refuse,
                                                                  Gate gate = {});
  virtual ~Server() = default;

  // The bound port.
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  // The number of open connections. Any thread.
  [[nodiscard]] virtual std::size_t connections() const = 0;
  // Bytes of memory that bodies take which are being read or answered. Any thread.
  [[nodiscard]] virtual std::size_t body_bytes() const = 0;
  // Serves until `stop`. Returns when the last reply in flight is sent, or `stop_timeout` after
  // `stop`.
  virtual void run() = 0;
  // Loads `tls` for new connections. Open connections keep their certificate. On an error (the
  // files cannot be used, or the server runs without TLS) nothing changes. Any thread.
  virtual std::expected<void, std::string> reload(const Tls& tls) = 0;
  // Stops accepting, lets requests in flight finish and closes idle connections. May be called on
  // any thread, and more than once.
  virtual void stop() = 0;
};

}  // namespace patchbay::http
