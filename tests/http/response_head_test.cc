// Replies from any thread, late, twice, or not at all.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>

#include "running.h"

namespace patchbay::http {
namespace {

// Keeps callbacks until the test calls them.
class Held {
 public:
  Handler handler() {
    return [this](const Request&, Reply reply) {
      const std::lock_guard lock(mutex_);
      replies_.push_back(std::move(reply));
      came_.notify_all();
    };
  }
  Reply next() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return !replies_.empty(); });
    Reply reply = std::move(replies_.front());
    replies_.pop_front();
    return reply;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Reply> replies_;
};

TEST(Reply, MayComeFromAnotherThread) {
  Held held;
  Running running(held.handler());
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) held.next()({.status = 200, .body = std::to_string(i)});
  });
  auto client = running.client();
  for (int i = 0; i < 1000; ++i) {
    client.send(kGet);
    EXPECT_EQ(client.text(), "200 " + std::to_string(i));
  }
  other.join();
}

TEST(Reply, MayBeMadeWhereTheConnectionIsServed) {
  std::thread::id serves;
  std::optional<Reply> held;
  Server::Options options = test_options();
  options.threads = 1;
  Running running(
      [&](const Request& request, Reply reply) {
        serves = std::this_thread::get_id();
        if (request.path != "/held") return reply({.status = 200, .body = "now"});
        held = std::move(reply);
        std::thread([&] {
          held->later([&]() -> Response {
            return {.status = std::this_thread::get_id() == serves ? 200 : 500, .body = "there"};
          });
        }).join();
      },
      std::move(options));
  auto client = running.client();
  client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(client.text(), "200 there");
}

TEST(Reply, IsARefusalWhereMakingItThrows) {
  Running running([](const Request&, const Reply& reply) {
    reply.later([]() -> Response { throw std::runtime_error("secret"); });
  });
  auto client = running.client();
  client.send(kGet);
  EXPECT_TRUE(client.text().ends_with("the request could not be handled"));
}

TEST(Reply, CountsOnce) {
  Running running([](const Request&, const Reply& reply) {
    reply({.status = 200, .body = "first"});
    reply({.status = 200, .body = "second"});
  });
  auto client = running.client();
  client.send(kGet + kGet);
  EXPECT_EQ(client.text(), "200 first");
  EXPECT_EQ(client.text(), "200 first");
}

TEST(Reply, MayComeAfterTheClientLeft) {
  Held held;
  Running running(held.handler());
  {
    auto client = running.client();
    client.send(kGet);
  }
  held.next()({.status = 200, .body = std::string(1'000'000, 'x')});
  auto client = running.client();
  client.send(kGet);
  held.next()({.status = 200, .body = "still there"});
  EXPECT_EQ(client.text(), "200 still there");
}

TEST(Reply, MayComeAfterTheServerIsGone) {
  Held held;
  Limits limits = standard_limits();
  limits.stop_timeout = std::chrono::milliseconds(50);
  std::optional<Running> running(std::in_place, held.handler(), test_options(limits));
  auto client = running->client();
  client.send(kGet);
  Reply reply = held.next();
  running.reset();
  reply({.status = 200, .body = "too late"});
  EXPECT_EQ(client.rest(), "");
}

TEST(Reply, MayBeKeptAfterUse) {
  std::optional<Reply> kept;
  Running running([&](const Request&, Reply reply) {
    reply({.status = 200, .body = "now"});
    kept = std::move(reply);
  });
  {
    auto client = running.client();
    client.send(kGet);
    EXPECT_EQ(client.text(), "200 now");
  }
  running.server().stop();
  EXPECT_TRUE(running.ends_within(std::chrono::seconds(5)));
}

TEST(Reply, IsARefusalWhereTheHandlerThrows) {
  Running running([](const Request& request, const Reply& reply) {
    if (request.path == "/late") reply({.status = 200, .body = "said before"});
    if (request.path == "/odd") throw 7;
    throw std::runtime_error("secret");
  });
  auto client = running.client();
  for (const auto& [path, want] : std::initializer_list<std::pair<std::string, std::string>>{
           {"/a", "503 /a: the request could not be handled"},
           {"/odd", "503 /odd: the request could not be handled"},
           {"/late", "200 said before"}}) {
    client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.text(), want);
  }
}

TEST(Reply, IsARefusalWhereTheHandlerDropsIt) {
  Running running([](const Request&, const Reply&) {});
  auto client = running.client();
  client.send(kGet + kGet);
  EXPECT_EQ(client.text(), "503 /a: the request could not be handled");
  EXPECT_EQ(client.text(), "503 /a: the request could not be handled");
}

TEST(Reply, SurvivesARefuseThatThrows) {
  auto server = Server::open(
      test_options(), [](const Request&, const Reply&) {},
      [](int, std::string_view, std::string_view) -> Response { throw std::runtime_error("no"); });
  ASSERT_TRUE(server);
  std::thread thread([&] { (*server)->run(); });
  test::RawClient client((*server)->port());
  client.send(kGet);
  EXPECT_EQ(client.text(), "503 ");
  (*server)->stop();
  thread.join();
}

}  // namespace
}  // namespace patchbay::http
