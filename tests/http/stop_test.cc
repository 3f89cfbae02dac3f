// Stopping: requests in flight are finished, idle connections close at once.
#include <chrono>
#include <future>

#include "running.h"

namespace patchbay::http {
namespace {

using namespace std::chrono_literals;

TEST(Stop, AnswersWhatIsInFlightAndCloses) {
  std::promise<Reply> asked;
  Running running([&](const Request&, Reply reply) { asked.set_value(std::move(reply)); });
  auto client = running.client();
  client.send(kGet);
  const Reply reply = asked.get_future().get();
  running.server().stop();
  running.server().stop();
  EXPECT_FALSE(running.ends_within(100ms));
  reply({.status = 200, .body = "done"});
  const auto received = client.reply();
  ASSERT_TRUE(received);
  EXPECT_EQ(received->text(), "200 done");
  EXPECT_EQ(received->header("Connection"), "close");
  EXPECT_EQ(client.rest(), "");
  client.finish_sending();
  EXPECT_TRUE(running.ends_within(5s));
}

TEST(Stop, LetsAHalfSentRequestArrive) {
  Running running;
  auto client = running.client();
  client.send(kGet + "PUT /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nh");
  EXPECT_EQ(client.text(), "200 GET /a");
  running.server().stop();
  client.send("i");
  EXPECT_EQ(client.text(), "200 PUT /b hi");
  EXPECT_EQ(client.rest(), "");
}

TEST(Stop, ClosesIdleConnectionsAtOnce) {
  Running running;
  auto used = running.client();
  used.send(kGet);
  EXPECT_EQ(used.text(), "200 GET /a");
  auto fresh = running.client();
  const auto begin = std::chrono::steady_clock::now();
  running.server().stop();
  EXPECT_EQ(used.rest(), "");
  EXPECT_EQ(fresh.rest(), "");
  EXPECT_TRUE(running.ends_within(5s));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST(Stop, AcceptsNobodyAfterwards) {
  Running running;
  const std::uint16_t port = running.server().port();
  running.stop();
  EXPECT_THROW(test::RawClient{port}, std::runtime_error);
}

TEST(Stop, GivesUpAfterItsTime) {
  std::promise<Reply> asked;
  Limits limits = standard_limits();
  limits.stop_timeout = 100ms;
  Running running([&](const Request&, Reply reply) { asked.set_value(std::move(reply)); },
                  test_options(limits));
  auto client = running.client();
  client.send(kGet);
  const Reply reply = asked.get_future().get();
  running.server().stop();
  EXPECT_TRUE(running.ends_within(5s));
}

TEST(Stop, MayComeBeforeRun) {
  auto server = Server::open(test_options(), echo, refuse);
  ASSERT_TRUE(server);
  (*server)->stop();
  (*server)->run();
}

TEST(Stop, MayNeverCome) {
  auto server = Server::open(test_options(), echo, refuse);
  ASSERT_TRUE(server);
  EXPECT_NE((*server)->port(), 0);
}

}  // namespace
}  // namespace patchbay::http
