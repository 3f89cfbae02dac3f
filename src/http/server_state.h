// What the connections of one server share: its options, its event loop, who is connected.
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
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/quotas.h"
#include "http/server.h"
#include "http/tls.h"

namespace patchbay::http {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

// Concrete executors: the type-erased ones cost a virtual call at every step.
using Strand = asio::strand<asio::io_context::executor_type>;
using Socket = asio::basic_stream_socket<Tcp, Strand>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Strand>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Strand>;
template <class T>
using Task = asio::awaitable<T, Strand>;
// What every operation here ends with: the coroutine goes on with the error and the result.
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Strand>> kResume{};

class Connection;

// The context of the next connection under TLS, or none. Any thread.
class CurrentTlsContext {
 public:
  [[nodiscard]] TlsContext get() const;
  void set(TlsContext context);

 private:
  mutable std::mutex mutex_;
  TlsContext context_;
};

// Whether a connection is one of those we serve, or one too many that is told so.
enum class ConnectionKind { served, rejected };

// Who is connected. Any thread.
class ConnectionRegistry {
 public:
  void enter(Connection& connection);
  void leave(Connection& connection);
  [[nodiscard]] std::size_t count(ConnectionKind kind) const;
  [[nodiscard]] bool empty() const;
  // Those that are not just being destroyed.
  [[nodiscard]] std::vector<std::shared_ptr<Connection>> all() const;
  // Those of them whose deadline has passed.
  [[nodiscard]] std::vector<std::shared_ptr<Connection>> due(SteadyClock::time_point now) const;
  // The one that has waited longest for a request, or null where none waits.
  [[nodiscard]] std::shared_ptr<Connection> longest_idle() const;

 private:
  mutable std::mutex mutex_;
  std::unordered_set<Connection*> connections_;
  std::size_t rejected_ = 0;
};

// Lives until the server is gone and the last reply has been called or dropped. Holds what waits in
// the event loop, so that nothing in the loop may own it.
struct ServerState {
  explicit ServerState(Server::Options from)
      : options(std::move(from)),
        quotas({.connections_max = options.limits.connections_per_address_max,
                .body_bytes_max = options.limits.body_memory_bytes_max,
                .one_body_bytes_max = options.limits.body_bytes_max}),
        io(options.threads) {}

  const Server::Options options;
  Handler handler;
  MakeErrorResponse refuse;
  Gate gate;  // or null
  CurrentTlsContext tls;
  ConnectionRegistry registry;
  Quotas quotas;
  std::atomic<bool> stopping = false;
  // The last member: connections wait in it, and leave the roster as it goes.
  asio::io_context io;

  // The reply to a refused request, whatever `refuse` does.
  [[nodiscard]] Response error_response(int status, std::string_view path,
                                        std::string_view what) const;
};

}  // namespace patchbay::http
