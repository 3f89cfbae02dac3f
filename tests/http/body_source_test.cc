// Bodies that are made while they are sent: framing, ends, and readers that are slow or gone.
#include <cerrno>
#include <chrono>
#include <deque>
#include <future>
#include <mutex>

#include "running.h"

namespace patchbay::http {
namespace {

using namespace std::chrono_literals;

// Gives the pieces in order, then ends the body, or waits for more.
class Pieces : public BodySource {
 public:
  enum class Then { end, wait };
  Pieces(std::deque<std::string> pieces, Then then) : pieces_(std::move(pieces)), then_(then) {}

  void next(Take take) override {
    ++asked;
    if (pieces_.empty() && then_ == Then::wait) {
      const std::lock_guard lock(mutex);
      waiting = std::move(take);
      waits.set_value();
      return;
    }
    std::string piece;
    if (!pieces_.empty()) {
      piece = std::move(pieces_.front());
      pieces_.pop_front();
    }
    take(std::move(piece));
  }

  std::atomic<int> asked = 0;
  std::mutex mutex;
  Take waiting;
  std::promise<void> waits;

 private:
  std::deque<std::string> pieces_;
  const Then then_;
};

Handler telling(const std::shared_ptr<BodySource>& rest, const std::string& first = "first") {
  return [rest, first](const Request&, const Reply& reply) {
    reply(
        {.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = first, .rest = rest});
  };
}

// Reads until the client has `end`, or the server closes.
std::string read_to(test::RawClient& client, std::string_view end) {
  std::string out;
  char byte = 0;
  while (!out.ends_with(end) && ::recv(client.fd(), &byte, 1, 0) == 1) out += byte;
  return out;
}

std::string body_of(const std::string& reply) {
  const std::size_t at = reply.find("\r\n\r\n");
  return at == std::string::npos ? "no head" : reply.substr(at + 4);
}

TEST(BodySource, IsSentInChunksAndTheConnectionGoesOn) {
  const auto rest = std::make_shared<Pieces>(
      std::deque<std::string>{"second", std::string(300'000, 'x')}, Pieces::Then::end);
  Running running(telling(rest));
  auto client = running.client();
  client.send(kGet + kGet);
  const std::string reply = read_to(client, "\r\n0\r\n\r\n");
  EXPECT_TRUE(reply.contains("\r\nTransfer-Encoding: chunked\r\n")) << reply.substr(0, 400);
  EXPECT_FALSE(reply.contains("Content-Length")) << reply.substr(0, 400);
  EXPECT_EQ(body_of(reply),
            "5\r\nfirst\r\n6\r\nsecond\r\n493e0\r\n" + std::string(300'000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_TRUE(read_to(client, "\r\n0\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST(BodySource, EndsWithTheConnectionOverHttp10) {
  const auto rest = std::make_shared<Pieces>(std::deque<std::string>{"second"}, Pieces::Then::end);
  Running running(telling(rest));
  auto client = running.client();
  client.send("GET /a HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
  const std::string reply = client.rest();
  EXPECT_FALSE(reply.contains("chunked")) << reply;
  EXPECT_TRUE(reply.contains("\r\nConnection: close\r\n")) << reply;
  EXPECT_EQ(body_of(reply), "firstsecond");
}

TEST(BodySource, IsNotAskedForHead) {
  const auto rest = std::make_shared<Pieces>(std::deque<std::string>{"x"}, Pieces::Then::end);
  Running running(telling(rest));
  auto client = running.client();
  client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(body_of(client.rest()), "");
  EXPECT_EQ(rest->asked, 0);
}

TEST(BodySource, WithoutAFirstPieceSendsTheHeadAtOnce) {
  const auto rest = std::make_shared<Pieces>(std::deque<std::string>{}, Pieces::Then::wait);
  Running running(telling(rest, ""));
  auto client = running.client();
  client.send(kGet);
  EXPECT_TRUE(read_to(client, "\r\n\r\n").starts_with("HTTP/1.1 200"));
  rest->waits.get_future().wait();
  {
    const std::lock_guard lock(rest->mutex);
    rest->waiting("later");
  }
  EXPECT_EQ(read_to(client, "later\r\n"), "5\r\nlater\r\n");
}

TEST(BodySource, ThatDropsItsCallEndsTheBody) {
  const auto rest = std::make_shared<Pieces>(std::deque<std::string>{}, Pieces::Then::wait);
  Running running(telling(rest));
  auto client = running.client();
  client.send(kGet);
  rest->waits.get_future().wait();
  {
    const std::lock_guard lock(rest->mutex);
    rest->waiting = nullptr;
  }
  EXPECT_TRUE(read_to(client, "0\r\n\r\n").ends_with("0\r\n\r\n"));
}

// A body that must be whole has no end if it is given up, and goes on while the server stops.
class Whole : public Pieces {
 public:
  using Pieces::Pieces;
  [[nodiscard]] bool must_be_whole() const override { return true; }
};

TEST(BodySource, ThatMustBeWholeIsCutWithoutAnEnd) {
  const auto rest = std::make_shared<Whole>(std::deque<std::string>{"a"}, Pieces::Then::wait);
  Running running(telling(rest));
  auto client = running.client();
  client.send(kGet);
  rest->waits.get_future().wait();
  {
    const std::lock_guard lock(rest->mutex);
    rest->waiting = nullptr;
  }
  EXPECT_TRUE(client.rest().ends_with("1\r\na\r\n"));
}

// The result of the last recv() of a client of HTTP/1.0: 0 at a normal end, -1 after a reset.
ssize_t end_over_http10(const std::shared_ptr<Whole>& rest, bool is_given_up) {
  Running running(telling(rest));
  auto client = running.client();
  client.send("GET /a HTTP/1.0\r\nHost: x\r\n\r\n");
  if (is_given_up) {
    rest->waits.get_future().wait();
    const std::lock_guard lock(rest->mutex);
    rest->waiting = nullptr;
  }
  for (;;) {
    char bytes[1024];
    const ssize_t size = ::recv(client.fd(), bytes, sizeof bytes, 0);
    if (size <= 0) return size;
  }
}

TEST(BodySource, ThatMustBeWholeIsResetOverHttp10) {
  const std::deque<std::string> pieces{"a"};
  EXPECT_EQ(end_over_http10(std::make_shared<Whole>(pieces, Pieces::Then::wait), true), -1);
  EXPECT_EQ(errno, ECONNRESET);
  EXPECT_EQ(end_over_http10(std::make_shared<Whole>(pieces, Pieces::Then::end), false), 0);
}

TEST(BodySource, ThatMustBeWholeGoesOnWhenTheServerStops) {
  const auto rest = std::make_shared<Whole>(std::deque<std::string>{"a"}, Pieces::Then::wait);
  Running running(telling(rest));
  auto client = running.client();
  client.send(kGet);
  rest->waits.get_future().wait();
  running.server().stop();
  {
    const std::lock_guard lock(rest->mutex);
    rest->waits = {};
    rest->waiting("bc");
  }
  rest->waits.get_future().wait();
  {
    const std::lock_guard lock(rest->mutex);
    rest->waiting({});
    rest->waiting = nullptr;
  }
  EXPECT_TRUE(client.rest().ends_with("2\r\nbc\r\n0\r\n\r\n"));
  client.finish_sending();
  EXPECT_TRUE(running.ends_within(5s));
}

TEST(BodySource, EndsWhenItsReaderCloses) {
  const auto rest = std::make_shared<Pieces>(std::deque<std::string>{}, Pieces::Then::wait);
  Running running(telling(rest));
  {
    auto client = running.client();
    client.send(kGet);
    rest->waits.get_future().wait();
    EXPECT_EQ(running.server().connections(), 1U);
  }
  // Although the source still holds its call.
  const auto patience = std::chrono::steady_clock::now() + 10s;
  while (running.server().connections() > 0 && std::chrono::steady_clock::now() < patience)
    std::this_thread::yield();
  EXPECT_EQ(running.server().connections(), 0U);
  const std::lock_guard lock(rest->mutex);
  rest->waiting = nullptr;
}

TEST(BodySource, GoesOnWhileTheNextRequestWaits) {
  const auto rest = std::make_shared<Pieces>(std::deque<std::string>{}, Pieces::Then::wait);
  Running running(telling(rest, ""));
  auto client = running.client();
  client.send(kGet + kGet);
  rest->waits.get_future().wait();
  {
    const std::lock_guard lock(rest->mutex);
    rest->waits = {};
    rest->waiting("a");
  }
  EXPECT_TRUE(read_to(client, "1\r\na\r\n").starts_with("HTTP/1.1 200"));
  rest->waits.get_future().wait();
  const std::lock_guard lock(rest->mutex);
  rest->waiting = nullptr;
}

TEST(BodySource, EndsWhenTheServerStops) {
  const auto rest = std::make_shared<Pieces>(std::deque<std::string>{}, Pieces::Then::wait);
  Running running(telling(rest));
  auto client = running.client();
  client.send(kGet);
  rest->waits.get_future().wait();
  running.server().stop();
  EXPECT_TRUE(client.rest().ends_with("0\r\n\r\n"));
  client.finish_sending();
  EXPECT_TRUE(running.ends_within(5s));
  const std::lock_guard lock(rest->mutex);
  rest->waiting("too late");  // must do no harm
  rest->waiting = nullptr;
}

// A source that always has more is asked only as fast as its reader reads, and a reader that stops
// is cut.
class Endless : public BodySource {
 public:
  void next(Take take) override {
    ++asked;
    take(std::string(64 * 1024, 'x'));
  }
  std::atomic<int> asked = 0;
};

TEST(BodySource, IsCutIfItsReaderDoesNotRead) {
  Limits limits = standard_limits();
  limits.write_timeout = 200ms;
  const auto rest = std::make_shared<Endless>();
  Running running(telling(rest), test_options(limits));
  auto client = running.client();
  client.send(kGet);
  const auto patience = std::chrono::steady_clock::now() + 10s;
  while ((rest->asked == 0 || running.server().connections() > 0) &&
         std::chrono::steady_clock::now() < patience)
    std::this_thread::yield();
  EXPECT_EQ(running.server().connections(), 0U);
  EXPECT_LT(rest->asked, 1000);  // no more than the sockets hold
}

}  // namespace
}  // namespace patchbay::http
