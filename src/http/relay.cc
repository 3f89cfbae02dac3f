// Listens, and starts a passage for each connection.
#include "http/relay.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "http/relay_passage.h"

namespace patchbay::http {
namespace relaying {
namespace {

constexpr std::chrono::seconds kStopTimeout{10};

// Keeps the passage until it has ended.
Coroutine<void> run_passage(std::shared_ptr<Passage> passage) { co_await passage->run(); }

class OneRelay final : public Relay {
 public:
  OneRelay(Options options, Take take)
      : shared_(std::move(options)), acceptor_(io_), deadline_(io_) {
    shared_.take = std::move(take);
  }

  std::expected<void, std::string> listen();
  std::uint16_t port() const override { return port_; }
  RelayCounts counts() const override {
    return {.connections_refused = shared_.refused,
            .requests = shared_.requests,
            .unanswered = shared_.unanswered};
  }
  void run() override {
    net::co_spawn(io_, accept(), net::detached);
    io_.run();
  }
  void stop() override {
    net::post(io_, [this] { begin_to_stop(); });
  }

 private:
  Coroutine<void> accept();
  void begin_to_stop();
  void start(PlainSocket socket);

  Shared shared_;
  std::vector<std::weak_ptr<Passage>> passages_;
  std::size_t running_ = 0;
  std::uint16_t port_ = 0;
  net::io_context io_{1};
  net::ip::tcp::acceptor acceptor_;
  net::steady_timer deadline_;
};

std::expected<void, std::string> OneRelay::listen() {
  Code error;
  const auto address = net::ip::make_address(shared_.options.address, error);
  const net::ip::tcp::endpoint at(address, shared_.options.port);
  if (!error) std::ignore = acceptor_.open(at.protocol(), error);
  if (!error) std::ignore = acceptor_.set_option(net::socket_base::reuse_address(true), error);
  if (!error) std::ignore = acceptor_.bind(at, error);
  if (!error) std::ignore = acceptor_.listen(net::socket_base::max_listen_connections, error);
  if (error)
    return std::unexpected("Cannot listen on " + shared_.options.address + ':' +
                           std::to_string(shared_.options.port) + ": " + error.message() + '.');
  port_ = acceptor_.local_endpoint(error).port();
  std::ignore =
      shared_.tls.set_options(net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1, error);
  std::ignore = shared_.tls.set_verify_mode(net::ssl::verify_peer, error);
  const std::string& file = shared_.options.authorities_file;
  std::ignore = file.empty() ? shared_.tls.set_default_verify_paths(error)
                             : shared_.tls.load_verify_file(file, error);
  if (error && !file.empty())
    return std::unexpected("Cannot read certificates of authorities from " + file + '.');
  return {};
}

Coroutine<void> OneRelay::accept() {
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(kAwait);
    if (!acceptor_.is_open()) co_return;
    if (error) {
      // No descriptor is free, most likely: a look a moment later does not spin.
      deadline_.expires_after(std::chrono::milliseconds(50));
      std::ignore = co_await deadline_.async_wait(kAwait);
      continue;
    }
    start(std::move(socket));
  }
}

void OneRelay::start(PlainSocket socket) {
  std::erase_if(passages_, [](const auto& each) { return each.expired(); });
  if (passages_.size() >= shared_.options.connections_max) {
    ++shared_.refused;
    return;
  }
  const auto passage = std::make_shared<Passage>(io_, std::move(socket), shared_);
  passages_.push_back(passage);
  ++running_;
  net::co_spawn(io_, run_passage(passage), [this](const std::exception_ptr&) {
    if (--running_ == 0 && shared_.stopping) io_.stop();
  });
}

void OneRelay::begin_to_stop() {
  if (std::exchange(shared_.stopping, true)) return;
  Code ignored;
  std::ignore = acceptor_.close(ignored);
  for (const auto& each : passages_)
    if (const auto passage = each.lock()) passage->stop();
  if (running_ == 0) return io_.stop();
  deadline_.expires_after(kStopTimeout);
  deadline_.async_wait([this](const Code& error) {
    if (!error) io_.stop();
  });
}

}  // namespace
}  // namespace relaying

std::expected<std::unique_ptr<Relay>, std::string> Relay::open(Options options, Take take) {
  auto out = std::make_unique<relaying::OneRelay>(std::move(options), std::move(take));
  if (auto listening = out->listen(); !listening) return std::unexpected(listening.error());
  return out;
}

}  // namespace patchbay::http
