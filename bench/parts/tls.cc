// TLS on the socket itself beside Asio's stream: memory of a connection, handshakes and echoes.
// Usage: part_tls CERTIFICATE KEY
#include "http/tls.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <jemalloc/jemalloc.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/stream.h"
#include "parts/contest.h"

namespace patchbay::bench {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kConnections = 200;
constexpr std::size_t kEchoes = 300;  // by each connection
constexpr std::size_t kEchoBytes = 200;
constexpr std::size_t kRounds = 7;

// Bytes that the program holds, as jemalloc counts them.
std::size_t allocated() {
  std::uint64_t epoch = 1;
  std::size_t size = sizeof epoch;
  mallctl("epoch", &epoch, &size, &epoch, size);
  std::size_t out = 0;
  size = sizeof out;
  if (mallctl("stats.allocated", &out, &size, nullptr, 0) != 0) std::abort();
  return out;
}

class AsioStream {
 public:
  AsioStream(http::Socket socket, asio::ssl::context& context)
      : stream_(std::move(socket), context) {}
  http::Task<bool> open() {
    auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, http::kResume);
    co_return !error;
  }
  http::Task<std::size_t> read(asio::mutable_buffer room) {
    auto [error, size] = co_await stream_.async_read_some(room, http::kResume);
    co_return error ? 0 : size;
  }
  http::Task<bool> write(std::string_view bytes) {
    auto [error, size] = co_await asio::async_write(stream_, asio::buffer(bytes), http::kResume);
    co_return !error;
  }

 private:
  asio::ssl::stream<http::Socket> stream_;
};

struct Counts {
  std::size_t opened = 0;
  std::size_t closed = 0;
  std::size_t echoed = 0;
};

template <class S>
http::Task<void> echo(std::unique_ptr<S> stream, Counts& counts) {
  std::array<char, 1024> room;
  if (!co_await stream->open()) std::abort();
  ++counts.opened;
  while (const std::size_t size = co_await stream->read(asio::buffer(room))) {
    ++counts.echoed;
    if (!co_await stream->write({room.data(), size})) break;
  }
  ++counts.closed;
}

// The clients' process: opens all connections, waits for a byte from `start`, then asks for echoes.
[[noreturn]] void ask(std::uint16_t port, int start) {
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  std::vector<SSL*> sessions;
  for (std::size_t number = 0; number < kConnections; ++number) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) ::_exit(1);
    SSL* const session = SSL_new(context);
    SSL_set_fd(session, fd);
    if (SSL_connect(session) != 1) ::_exit(1);
    sessions.push_back(session);
  }
  std::array<char, kEchoBytes> bytes{};
  char byte = 0;
  if (::read(start, &byte, 1) != 1) ::_exit(1);
  for (std::size_t turn = 0; turn < kEchoes; ++turn)
    for (SSL* session : sessions) {
      SSL_write(session, bytes.data(), static_cast<int>(bytes.size()));
      for (std::size_t have = 0; have < bytes.size();) {
        const int got = SSL_read(session, bytes.data(), static_cast<int>(bytes.size() - have));
        if (got <= 0) ::_exit(1);
        have += static_cast<std::size_t>(got);
      }
    }
  ::_exit(0);
}

struct Figures {
  double bytes = 0;      // of one connection in use
  double handshake = 0;  // seconds
  double echo = 0;       // seconds
};

Figures measure(bool is_own, const http::Tls& files) {
  asio::io_context loop(1);
  const auto context = http::make_tls_context(files);
  if (!context) {
    std::fprintf(stderr, "%s\n", context.error().c_str());
    std::exit(1);
  }
  SSL_CTX_up_ref(context->get());
  asio::ssl::context asio_context(context->get());
  http::Acceptor acceptor(asio::make_strand(loop),
                          http::Tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  acceptor.listen(kConnections);
  std::array<int, 2> start{};
  if (::pipe(start.data()) != 0) std::abort();
  const pid_t child = ::fork();
  if (child == 0) ask(acceptor.local_endpoint().port(), start[0]);

  Counts counts;
  Figures out;
  const std::size_t before = allocated();
  double began = thread_seconds();
  for (std::size_t number = 1; number <= kConnections; ++number) {
    const auto strand = asio::make_strand(loop);
    http::Socket socket(strand);
    acceptor.accept(socket);
    socket.set_option(http::Tcp::no_delay(true));
    if (is_own)
      asio::co_spawn(strand, echo(http::make_tls_stream(std::move(socket), **context), counts),
                     [](const std::exception_ptr&) {});
    else
      asio::co_spawn(strand,
                     echo(std::make_unique<AsioStream>(std::move(socket), asio_context), counts),
                     [](const std::exception_ptr&) {});
    while (counts.opened < number) loop.run_one();
    loop.poll();
  }
  out.handshake = (thread_seconds() - began) / kConnections;
  began = thread_seconds();
  if (::write(start[1], "x", 1) != 1) std::abort();
  while (counts.echoed < kConnections * kEchoes / 2) loop.run_one();
  out.bytes = static_cast<double>(allocated() - before) / kConnections;
  while (counts.closed < kConnections && loop.run_one() != 0) {
  }
  out.echo = (thread_seconds() - began) / kConnections / kEchoes;
  ::close(start[0]);
  ::close(start[1]);
  ::waitpid(child, nullptr, 0);
  return out;
}

void run(const http::Tls& files) {
  std::array<std::vector<Figures>, 2> all;
  for (std::size_t round = 0; round < kRounds; ++round)
    for (std::size_t turn = 0; turn < 2; ++turn) {
      const bool is_own = (turn + round) % 2 == 0;
      all[is_own ? 0 : 1].push_back(measure(is_own, files));
    }
  const auto middle = [](const std::vector<Figures>& figures, double Figures::* which) {
    std::vector<double> samples;
    for (const Figures& each : figures) samples.push_back(each.*which);
    return median(samples);
  };
  for (std::size_t who = 0; who < 2; ++who)
    std::printf("%-18s %5.1f KiB a connection, handshake %4.0f us, echo of %zu bytes %5.2f us\n",
                who == 0 ? "own" : "asio::ssl::stream", middle(all[who], &Figures::bytes) / 1024,
                middle(all[who], &Figures::handshake) * 1e6, kEchoBytes,
                middle(all[who], &Figures::echo) * 1e6);
}

}  // namespace
}  // namespace patchbay::bench

int main(int count, char** words) {
  if (count != 3) return 2;
  patchbay::bench::run({words[1], words[2]});
}
