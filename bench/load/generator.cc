// One thread with one epoll, which waits for replies only.
#include "load/generator.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <memory>
#include <random>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load/reply.h"

namespace patchbay::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSilentMs = 30'000;
constexpr std::size_t kShownMax = 600;

struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

[[noreturn]] void fail(const std::string& what) {
  throw Failed(what + ": " + std::strerror(errno));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {
    if (fd < 0) fail("no descriptor");
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

struct Connection {
  Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::string request;
  std::string received;
  std::string expected;
  Clock::time_point sent;
};

class Generator {
 public:
  Generator(const Load& load, const RequestTemplate& request)
      : load_(load), request_(request), expects_(load.expects), random_(load.seed) {
    // The turns of each run begin at a different number. All have fifteen digits.
    turn_ = static_cast<std::int64_t>(200'000 + load.seed % 800'000) * 1'000'000'000;
    for (int i = 0; i < load.connections; ++i) connect(i);
  }

  Measured run() {
    for (auto& each : connections_) send(*each);
    work_until(Clock::now() + duration(load_.warmup_s));
    measured_.latencies.clear();
    const auto start = Clock::now();
    const auto processor = std::clock();
    work_until(start + duration(load_.seconds));
    measured_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    measured_.cpu_share =
        static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC / measured_.seconds;
    return std::move(measured_);
  }

 private:
  static Clock::duration duration(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  }

  void connect(int index) {
    sockaddr_in to{.sin_family = AF_INET, .sin_port = htons(load_.port)};
    if (::inet_pton(AF_INET, load_.address.c_str(), &to.sin_addr) != 1) fail("no IPv4 address");
    auto made = std::make_unique<Connection>();
    const int fd = made->socket.get();
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) fail("connect");
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{.events = EPOLLIN, .data = {.u32 = static_cast<std::uint32_t>(index)}};
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) fail("epoll_ctl");
    connections_.push_back(std::move(made));
  }

  void send(Connection& connection) {
    const Turn turn{load_.first + static_cast<std::int64_t>(
                                      random_() % static_cast<std::uint64_t>(load_.customers)),
                    ++turn_};
    request_.render(turn, connection.request);
    connection.expected.clear();
    expects_.render(turn, connection.expected);
    connection.sent = Clock::now();
    // A request is much smaller than a socket's buffer, which is empty now.
    const auto& bytes = connection.request;
    if (::send(connection.socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(bytes.size()))
      fail("send");
  }

  void receive(Connection& connection) {
    thread_local std::vector<char> buffer(256 * 1024);
    const ssize_t got = ::recv(connection.socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got < 0) fail("recv");
    if (got == 0) throw Failed("the server closed a connection");
    connection.received.append(buffer.data(), static_cast<std::size_t>(got));
    const auto reply = read_reply(connection.received);
    if (!reply) return;
    if (reply->status != load_.status ||
        reply->body.find(connection.expected) == std::string_view::npos ||
        reply->size != connection.received.size())
      throw Failed("wanted " + std::to_string(load_.status) + " with " + connection.expected +
                   ", got\n" + connection.received.substr(0, kShownMax) + "\nto\n" +
                   connection.request.substr(0, kShownMax));
    const auto took = Clock::now() - connection.sent;
    measured_.latencies.add(std::chrono::duration_cast<std::chrono::nanoseconds>(took).count());
    connection.received.clear();
    send(connection);
  }

  void work_until(Clock::time_point end) {
    std::vector<epoll_event> events(connections_.size());
    while (Clock::now() < end) {
      const int count =
          ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), kSilentMs);
      if (count < 0 && errno != EINTR) fail("epoll_wait");
      if (count == 0) throw Failed("no reply for 30 s");
      for (int i = 0; i < count; ++i)
        receive(*connections_[events[static_cast<std::size_t>(i)].data.u32]);
    }
  }

  const Load& load_;
  const RequestTemplate& request_;
  const Template expects_;
  std::mt19937_64 random_;
  std::int64_t turn_ = 0;
  Descriptor epoll_{::epoll_create1(EPOLL_CLOEXEC)};
  std::vector<std::unique_ptr<Connection>> connections_;
  Measured measured_;
};

}  // namespace

std::expected<Measured, std::string> generate(const Load& load, const RequestTemplate& request) {
  try {
    return Generator(load, request).run();
  } catch (const std::runtime_error& error) {
    return std::unexpected(error.what());
  }
}

}  // namespace patchbay::bench
