// One thread with one epoll, which waits for replies only.
#include "load/generator.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <deque>
#include <memory>
#include <random>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
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
  Clock::time_point since;  // when the request fell due; in a closed loop, when it was sent
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
    if (load_.rate > 0)
      run_open();
    else
      run_closed();
    const auto replies = static_cast<double>(std::max<std::size_t>(1, replies_));
    measured_.reply_bytes = static_cast<double>(body_bytes_) / replies;
    return std::move(measured_);
  }

 private:
  static Clock::duration duration(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  }

  void run_closed() {
    for (auto& each : connections_) send(*each, Clock::now());
    const auto start = Clock::now() + duration(load_.warmup_s);
    work_until(start);
    measured_.latencies.clear();
    const auto processor = std::clock();
    work_until(start + duration(load_.seconds));
    finish(start, processor);
  }

  // Requests fall due at fixed times, whatever became of those before, and go out in that order.
  // Counted are those that fall due after the warm-up. Afterwards it waits for their replies, at
  // most as long again as the load lasted.
  void run_open() {
    // Without this the kernel wakes a waiting thread up to 50 microseconds late.
    ::prctl(PR_SET_TIMERSLACK, 1);
    const auto begin = Clock::now();
    count_from_ = begin + duration(load_.warmup_s);
    const auto end = count_from_ + duration(load_.seconds);
    const auto give_up = end + duration(load_.seconds);
    const auto due = [&](std::int64_t number) {
      return begin + duration(static_cast<double>(number) / load_.rate);
    };
    for (auto& each : connections_) free_.push_back(each.get());
    const auto processor = std::clock();
    std::int64_t next = 0;
    for (auto now = begin; now < give_up; now = Clock::now()) {
      for (; !free_.empty() && due(next) <= now && due(next) < end; ++next) {
        Connection& connection = *free_.front();
        free_.pop_front();
        send(connection, due(next));
      }
      const bool all_sent = due(next) >= end;
      if (all_sent && free_.size() == connections_.size()) break;
      const auto until = all_sent || free_.empty() ? give_up : std::min(due(next), give_up);
      receive_within(std::max(until - Clock::now(), Clock::duration{}));
    }
    finish(begin, processor);
    measured_.seconds -= load_.warmup_s;
    count_unanswered(next, due, end);
  }

  // Adds the waits of the requests that have no reply: those sent, and those from `next` on.
  template <typename Due>
  void count_unanswered(std::int64_t next, const Due& due, Clock::time_point end) {
    const auto now = Clock::now();
    const auto add = [&](Clock::time_point since) {
      if (since < count_from_) return;
      ++measured_.unanswered;
      took(now - since);
    };
    for (const auto& each : connections_)
      if (std::find(free_.begin(), free_.end(), each.get()) == free_.end()) add(each->since);
    for (; due(next) < end; ++next) add(due(next));
  }

  void finish(Clock::time_point start, std::clock_t processor) {
    measured_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    measured_.cpu_share =
        static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC / measured_.seconds;
  }

  void took(Clock::duration time) {
    measured_.latencies.add(std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
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

  void send(Connection& connection, Clock::time_point since) {
    const Turn turn{load_.first + static_cast<std::int64_t>(
                                      random_() % static_cast<std::uint64_t>(load_.customers)),
                    ++turn_};
    request_.render(turn, connection.request);
    connection.expected.clear();
    expects_.render(turn, connection.expected);
    connection.since = since;
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
    const auto now = Clock::now();
    if (connection.since >= count_from_) took(now - connection.since);
    ++replies_;
    body_bytes_ += reply->body.size();
    connection.received.clear();
    if (load_.rate > 0)
      free_.push_back(&connection);
    else
      send(connection, now);
  }

  void work_until(Clock::time_point end) {
    while (Clock::now() < end)
      if (receive_within(std::chrono::milliseconds(kSilentMs)) == 0)
        throw Failed("no reply for 30 s");
  }

  // Waits at most that long for replies. Returns how many connections had bytes.
  int receive_within(Clock::duration time) {
    events_.resize(connections_.size());
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
    const timespec wait{.tv_sec = ns / 1'000'000'000, .tv_nsec = ns % 1'000'000'000};
    const int count = ::epoll_pwait2(epoll_.get(), events_.data(), static_cast<int>(events_.size()),
                                     &wait, nullptr);
    if (count < 0 && errno != EINTR) fail("epoll_pwait2");
    for (int i = 0; i < count; ++i)
      receive(*connections_[events_[static_cast<std::size_t>(i)].data.u32]);
    return count;
  }

  const Load& load_;
  const RequestTemplate& request_;
  const Template expects_;
  std::mt19937_64 random_;
  std::int64_t turn_ = 0;
  Descriptor epoll_{::epoll_create1(EPOLL_CLOEXEC)};
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<epoll_event> events_;
  std::deque<Connection*> free_;  // open loop only
  Clock::time_point count_from_;  // latencies of requests from before do not count
  std::size_t replies_ = 0;
  std::size_t body_bytes_ = 0;
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
