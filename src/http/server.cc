// Listening, accepting, deadlines and stopping.
#include "http/server.h"

#include <algorithm>
#include <new>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include "base/network.h"
#include "http/connection.h"

namespace patchbay::http {
namespace {

using namespace std::chrono_literals;

using WorkGuard = asio::executor_work_guard<Executor>;

constexpr auto kStoppingTick = 10ms;
// How many connections above `connections_max` get a 503 reply at the same time. Others are closed
// without one.
constexpr std::size_t kRejectedMax = 128;

// How often deadlines are checked: every eighth of the shortest one, so that none is exceeded by
// much.
SteadyClock::duration tick_for(const Limits& limits) {
  const auto shortest = std::min(
      {limits.header_timeout, limits.body_timeout, limits.idle_timeout, limits.write_timeout});
  return std::clamp(shortest / 8, 5ms, 500ms);
}

std::string text_of(asio::ip::address address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return address.to_string();
}

class BeastServer final : public Server {
 public:
  explicit BeastServer(std::shared_ptr<ServerState> server_state)
      : server_state_(std::move(server_state)),
        loop_(*server_state_->loops.front()),
        acceptor_(loop_.io),
        ticker_(loop_.io) {}

  std::expected<void, std::string> listen();
  std::uint16_t port() const override { return port_; }
  std::size_t connections() const override {
    return server_state_->registry.count(ConnectionKind::served);
  }
  std::size_t body_bytes() const override { return server_state_->quotas.body_bytes(); }
  void run() override;
  void stop() override;
  std::expected<void, std::string> reload(const Tls& tls) override;

 private:
  Task<void> accept();
  Task<void> watch_deadlines();
  // Returns false if there is not enough memory for the connection.
  bool admit(Loop& loop, Socket socket);
  // Closes the longest idle connection if the server is full. Returns false if no connection is
  // idle.
  bool make_room();

  std::shared_ptr<ServerState> server_state_;
  Loop& loop_;  // accepts connections and checks deadlines
  Acceptor acceptor_;
  Timer ticker_;
  std::uint16_t port_ = 0;
};

std::expected<void, std::string> BeastServer::listen() {
  const Options& options = server_state_->options;
  ErrorCode error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) {
    return std::unexpected("Cannot listen on '" + options.address +
                           "': it is not an IPv4 or IPv6 address.");
  }
  const Tcp::endpoint endpoint(address, options.port);
  if (!acceptor_.open(endpoint.protocol(), error) &&
      !acceptor_.set_option(Acceptor::reuse_address(true), error) &&
      !acceptor_.bind(endpoint, error) &&
      !acceptor_.listen(Acceptor::max_listen_connections, error)) {
    port_ = acceptor_.local_endpoint(error).port();
  }
  if (!error) return {};
  const std::string why =
      error == asio::error::address_in_use ? "the address is in use" : error.message();
  return std::unexpected("Cannot listen on " + options.address + " port " +
                         std::to_string(options.port) + ": " + why + ".");
}

void BeastServer::run() {
  asio::co_spawn(loop_.io, accept(), asio::detached);
  asio::co_spawn(loop_.io, watch_deadlines(), asio::detached);
  std::vector<WorkGuard> guards;
  std::vector<std::jthread> others;
  for (const auto& loop : server_state_->loops) {
    if (loop.get() == &loop_) continue;
    guards.push_back(asio::make_work_guard(loop->io));
    others.emplace_back([&io = loop->io] { io.run(); });
  }
  loop_.io.run();  // ends when all connections are closed, or with the deadline for that
  guards.clear();
}

void BeastServer::stop() {
  server_state_->stopping = true;
  asio::post(loop_.io, [this] {
    ErrorCode ignored;
    std::ignore = acceptor_.close(ignored);
    ticker_.cancel();
    for (const auto& connection : server_state_->registry.all()) connection->stop();
  });
}

std::expected<void, std::string> BeastServer::reload(const Tls& tls) {
  if (!server_state_->options.tls)
    return std::unexpected("Cannot turn on TLS while the server runs: restart the server.");
  auto context = make_tls_context(tls);
  if (!context) return std::unexpected(std::move(context).error());
  server_state_->tls.set(std::move(*context));
  return {};
}

Task<void> BeastServer::accept() {
  Timer pause(loop_.io);
  while (!server_state_->stopping) {
    Loop& loop = server_state_->least_loaded();
    auto [error, socket] = co_await acceptor_.async_accept(loop.io, kResume);
    if (!error && admit(loop, std::move(socket))) continue;
    // File descriptors or memory ran out. Some are released as connections close.
    pause.expires_after(20ms);
    co_await pause.async_wait(kResume);
  }
}

bool BeastServer::admit(Loop& loop, Socket socket) try {
  ErrorCode error;
  const Tcp::endpoint from = socket.remote_endpoint(error);
  if (error) return true;
  Peer peer{.address = text_of(from.address()), .network = {}};
  peer.network = network_of(peer.address);
  std::string_view why;
  if (!server_state_->quotas.has_room(peer.network))
    why = "there are too many connections from this address";
  else if (!make_room())
    why = "there are too many connections";
  if (why.empty())
    serve(server_state_, loop, std::move(socket), std::move(peer));
  else if (server_state_->registry.count(ConnectionKind::rejected) < kRejectedMax)
    reject(server_state_, loop, std::move(socket), std::move(peer), why);
  return true;
} catch (const std::bad_alloc&) {
  return false;
}

bool BeastServer::make_room() {
  const ConnectionRegistry& registry = server_state_->registry;
  if (registry.count(ConnectionKind::served) < server_state_->options.limits.connections_max)
    return true;
  const auto idle = registry.longest_idle();
  if (idle) idle->give_up_place();
  return idle != nullptr;
}

Task<void> BeastServer::watch_deadlines() {
  const SteadyClock::duration tick = tick_for(server_state_->options.limits);
  SteadyClock::time_point end = SteadyClock::time_point::max();
  while (!server_state_->stopping || !server_state_->registry.empty()) {
    ticker_.expires_after(server_state_->stopping ? kStoppingTick : tick);
    co_await ticker_.async_wait(kResume);
    const auto now = SteadyClock::now();
    if (server_state_->stopping && end == SteadyClock::time_point::max()) {
      end = now + server_state_->options.limits.stop_timeout;
    }
    if (now >= end)
      for (const auto& loop : server_state_->loops) loop->io.stop();
    for (const auto& connection : server_state_->registry.due(now)) connection->expire();
  }
}

}  // namespace

std::expected<void, std::string> check_tls(const Tls& tls) {
  auto context = make_tls_context(tls);
  if (!context) return std::unexpected(std::move(context).error());
  return {};
}

std::expected<std::unique_ptr<Server>, std::string> Server::open(Options options, Handler handler,
                                                                 MakeErrorResponse refuse,
                                                                 Gate gate) {
  auto server_state = std::make_shared<ServerState>(std::move(options));
  if (const auto& tls = server_state->options.tls) {
    auto context = make_tls_context(*tls);
    if (!context) return std::unexpected(std::move(context).error());
    server_state->tls.set(std::move(*context));
  }
  server_state->handler = std::move(handler);
  server_state->refuse = std::move(refuse);
  server_state->gate = std::move(gate);
  auto server = std::make_unique<BeastServer>(std::move(server_state));
  if (auto listening = server->listen(); !listening) {
    return std::unexpected(std::move(listening).error());
  }
  return server;
}

}  // namespace patchbay::http
