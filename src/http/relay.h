// A relay before one other server: each request goes to it, its reply goes back, and a copy of both
// is handed over.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "http/message.h"
#include "http/url.h"

namespace patchbay::http {

// A request that was answered. Headers of the connection itself are left out of both.
struct Passed {
  Request request;
  Response response;
  // Whether both bodies were kept and the reply came to its end.
  bool is_whole = true;
};

// How many there were since the relay was opened.
struct RelayCounts {
  std::uint64_t connections_refused = 0;  // above Options::connections_max
  std::uint64_t requests = 0;             // whose head was read
  // Requests that the other server did not answer, or not wholly, or that ended in their body.
  std::uint64_t unanswered = 0;
};

// Statuses, reason phrases, headers and bodies pass unchanged, and bodies while they come, at any
// length. Exceptions: Host names the other server; headers of one connection (RFC 9110, section
// 7.6.1), trailers, chunk extensions and interim replies stay behind; Expect is answered here; a
// client of HTTP/1.0 gets a reply without chunks. Each connection has another one to the other
// server, and ends with it: so it is closed when the other server would close it. A request
// gets 400 if it is not HTTP or its length can be read in two ways, 431 for a head above 64 KiB,
// 501 for CONNECT, and 502 if the other server cannot be connected to, a new connection to it ends
// without a reply, or the head of its reply is not HTTP. Lines of chunks and trailers above 96 KiB
// are not HTTP.
class Relay {
 public:
  struct Options {
    std::string address;                  // an IPv4 or IPv6 literal
    std::uint16_t port = 0;               // 0: any free port
    Url upstream;                         // its path is not used
    std::string authorities_file{};       // PEM; empty: those of the system
    std::chrono::milliseconds timeout{};  // without a byte, until both connections are closed
    std::size_t connections_max = 0;      // more are closed at once
    std::size_t kept_bytes_max = 0;       // of each body; a longer one passes and is not kept
    std::size_t kept_all_bytes_max = 0;   // of all bodies that are on their way
  };
  // Called on the thread of `run` after the reply was sent. Must not block.
  using Take = std::function<void(Passed)>;

  // Binds and listens. The error is an English sentence.
  static std::expected<std::unique_ptr<Relay>, std::string> open(Options options, Take take);
  virtual ~Relay() = default;

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  // Any thread.
  [[nodiscard]] virtual RelayCounts counts() const = 0;
  // Passes requests on until `stop`. Returns when what is under way is done, or ten seconds later.
  virtual void run() = 0;
  // Any thread.
  virtual void stop() = 0;
};

}  // namespace patchbay::http
