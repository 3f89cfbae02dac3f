// What the connections of one server share: options, event loops and the registry of connections.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/quotas.h"
#include "http/server.h"
#include "http/tls.h"

namespace patchbay::http {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

// Concrete executors, because the type-erased ones cost a virtual call at every step.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
// The completion token of every operation: the coroutine resumes with the error and the result.
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kResume{};

// The event loop of one thread. A connection stays in its loop, so that nothing of it needs a lock
// and threads do not wake each other.
struct Loop {
  asio::io_context io{1};
  std::atomic<std::size_t> connections = 0;  // in this loop
  // Whether a handler may be waiting on the thread of this loop (Reply::may_wait).
  std::atomic<bool> may_be_waiting = false;

 private:
  // With a timer, the loop opens its descriptors at once and not with its first connection.
  Timer timer_{io};
};

class Connection;

// The TLS context of the next connection, or null. Any thread.
class CurrentTlsContext {
 public:
  [[nodiscard]] TlsContext get() const;
  void set(TlsContext context);

 private:
  mutable std::mutex mutex_;
  TlsContext context_;
};

// Whether a connection is served or gets a 503 because there are too many.
enum class ConnectionKind { served, rejected };

// The open connections. Any thread.
class ConnectionRegistry {
 public:
  void enter(Connection& connection);
  void leave(Connection& connection);
  [[nodiscard]] std::size_t count(ConnectionKind kind) const;
  [[nodiscard]] bool empty() const;
  // All connections that are not being destroyed.
  [[nodiscard]] std::vector<std::shared_ptr<Connection>> all() const;
  // The connections whose deadline has passed.
  [[nodiscard]] std::vector<std::shared_ptr<Connection>> due(SteadyClock::time_point now) const;
  // The connection that has waited longest for a request, or null if none is idle.
  [[nodiscard]] std::shared_ptr<Connection> longest_idle() const;

 private:
  mutable std::mutex mutex_;
  std::unordered_set<Connection*> connections_;
  std::size_t rejected_ = 0;
};

// Lives until the server is destroyed and the last reply was called or dropped. It owns everything
// that waits in the event loops, so nothing in a loop may own it.
struct ServerState {
  explicit ServerState(Server::Options from)
      : options(std::move(from)),
        quotas({.connections_max = options.limits.connections_per_address_max,
                .body_bytes_max = options.limits.body_memory_bytes_max,
                .one_body_bytes_max = options.limits.body_bytes_max}) {
    for (int i = 0; i < options.threads; ++i) loops.push_back(std::make_unique<Loop>());
  }

  const Server::Options options;
  Handler handler;
  MakeErrorResponse refuse;
  Gate gate;  // may be null
  CurrentTlsContext tls;
  ConnectionRegistry registry;
  Quotas quotas;
  std::atomic<bool> stopping = false;
  // At least one. The last member, so that they are destroyed first: connections wait in them and
  // leave the registry when they go.
  std::vector<std::unique_ptr<Loop>> loops;

  // The loop with the fewest connections; of several, the last one: the first loop also accepts
  // connections. A loop whose thread may be waiting is chosen only if all are.
  [[nodiscard]] Loop& least_loaded() const;
  // Whether a connection in `loop` has its thread for itself. The first loop has other duties.
  [[nodiscard]] bool is_alone_in(const Loop& loop) const {
    return &loop != loops.front().get() && loop.connections == 1;
  }
  // The reply to a refused request, as `refuse` returns it.
  [[nodiscard]] Response error_response(int status, std::string_view path,
                                        std::string_view what) const;
};

}  // namespace patchbay::http
