// The gate: what the server asks before it reads a long body, and how much memory bodies may take.
#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <poll.h>

#include "http/quotas.h"
#include "running.h"

namespace patchbay::http {
namespace {

const std::string kLong = std::to_string(kUngatedBodyBytes + 1);

std::string post(const std::string& headers) {
  return "POST /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n";
}

// Accepts a sender of `Let: in` as authenticated.
void judge(Request head, const Reply& reply) {
  EXPECT_TRUE(head.body.empty());
  if (head.header("Let") == "in")
    return reply({.status = kAuthenticatedCaller, .headers = {}, .body = {}});
  if (head.header("Let") == "stranger")
    return reply({.status = kAnonymousCaller, .headers = {}, .body = {}});
  reply({.status = 401, .headers = {}, .body = "who are you?"});
}

class Gated : public Running {
 public:
  explicit Gated(Limits limits = standard_limits(), int threads = 2)
      : Running(echo, options_with(limits, threads), judge) {}

 private:
  static Server::Options options_with(const Limits& limits, int threads) {
    Server::Options out = test_options(limits);
    out.threads = threads;
    return out;
  }
};

TEST(Gate, RefusesALongBodyBeforeItComes) {
  Gated gated;
  auto client = gated.client();
  client.send(post("Content-Length: " + kLong));
  const auto reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text(), "401 who are you?");
  EXPECT_EQ(reply->header("Connection"), "close");
  EXPECT_EQ(client.rest(), "");
}

TEST(Gate, RefusesALongBodyInChunksBeforeMuchOfItCame) {
  Gated gated;
  auto client = gated.client();
  client.send(post("Transfer-Encoding: chunked") + "10000\r\n" + std::string(0x10000, 'x'));
  EXPECT_EQ(client.text(), "401 who are you?");
}

TEST(Gate, DoesNotAskForShortBodies) {
  Gated gated;
  auto client = gated.client();
  client.send(post("Content-Length: 4") + "body" + kGet);
  EXPECT_EQ(client.text(), "200 POST /a body");
  EXPECT_EQ(client.text(), "200 GET /a");
}

TEST(Gate, TellsToContinueOnlyBehindIt) {
  Gated gated;
  for (const char* who : {"in", "stranger"}) {
    auto client = gated.client();
    client.send(post(std::string("Let: ") + who + "\r\nContent-Length: 4\r\nExpect: 100-continue"));
    const auto goes_on = client.reply();
    ASSERT_TRUE(goes_on);
    EXPECT_EQ(goes_on->head, "HTTP/1.1 100 Continue");
    client.send("body");
    EXPECT_EQ(client.text(), "200 POST /a body");
  }
  auto client = gated.client();
  client.send(post("Content-Length: 4\r\nExpect: 100-continue"));
  EXPECT_EQ(client.text(), "401 who are you?");
}

TEST(Gate, LetsTheConnectionGoOnBehindALongBody) {
  Gated gated;
  auto client = gated.client();
  for (int turn = 0; turn < 2; ++turn) {
    client.send(post("Let: in\r\nContent-Length: " + kLong) +
                std::string(kUngatedBodyBytes + 1, 'x'));
    EXPECT_TRUE(client.text().starts_with("200 POST /a xxx"));
  }
}

TEST(Quotas, KeepsRoomForThoseWhoAreKnown) {
  Quotas quotas({.connections_max = 10, .body_bytes_max = 800, .one_body_bytes_max = 10});
  EXPECT_TRUE(quotas.reserve("a", 100, Sender::anonymous));
  EXPECT_FALSE(quotas.reserve("a", 1, Sender::anonymous));  // an eighth
  for (const char* other : {"b", "c", "d"})
    EXPECT_TRUE(quotas.reserve(other, 100, Sender::anonymous));
  EXPECT_FALSE(quotas.reserve("e", 1, Sender::anonymous));  // half
  EXPECT_TRUE(quotas.reserve("a", 400, Sender::authenticated));
  EXPECT_FALSE(quotas.reserve("a", 1, Sender::authenticated));
  quotas.release("b", 100, Sender::anonymous);
  EXPECT_TRUE(quotas.reserve("e", 100, Sender::anonymous));
  EXPECT_EQ(quotas.body_bytes(), 800u);
}

TEST(Quotas, HasRoomForAWholeBodyOfAnybody) {
  Quotas quotas({.connections_max = 10, .body_bytes_max = 1, .one_body_bytes_max = 100});
  EXPECT_TRUE(quotas.reserve("a", 200, Sender::anonymous));
  EXPECT_FALSE(quotas.reserve("a", 1, Sender::anonymous));
  EXPECT_TRUE(quotas.reserve("a", 200, Sender::authenticated));
}

TEST(Quotas, GivesBackWhatABodyHad) {
  Quotas quotas({.connections_max = 10, .body_bytes_max = 800, .one_body_bytes_max = 10});
  {
    BodyReservation share(quotas, "a");
    EXPECT_TRUE(share.grow_to(60));
    EXPECT_TRUE(share.grow_to(40));
    EXPECT_FALSE(share.grow_to(101));
    EXPECT_TRUE(share.become_authenticated());
    EXPECT_TRUE(share.grow_to(700));
    EXPECT_EQ(quotas.body_bytes(), 700u);
    share.drop();
    EXPECT_EQ(quotas.body_bytes(), 0u);
    EXPECT_FALSE(share.grow_to(101));  // unauthenticated again
    EXPECT_TRUE(share.grow_to(100));
  }
  EXPECT_EQ(quotas.body_bytes(), 0u);
}

TEST(Quotas, CountsConnectionsByNetwork) {
  Quotas quotas({.connections_max = 2, .body_bytes_max = 0, .one_body_bytes_max = 0});
  quotas.enter("a");
  EXPECT_TRUE(quotas.has_room("a"));
  quotas.enter("a");
  EXPECT_FALSE(quotas.has_room("a"));
  EXPECT_TRUE(quotas.has_room("b"));
  quotas.leave("a");
  EXPECT_TRUE(quotas.has_room("a"));
}

TEST(Limits, HoldsNoMoreBodiesOfStrangersThanTheirShare) {
  Limits limits = standard_limits();
  limits.body_bytes_max = 64 * 1024;
  limits.body_memory_bytes_max = 1;  // four bodies; unauthenticated senders of one address have two
  Gated gated(limits);
  std::vector<test::RawClient> held;
  std::vector<pollfd> waits;
  for (int count = 0; count < 6; ++count) {
    held.push_back(gated.client());
    held.back().send(post("Content-Length: 65536") + std::string(40'000, 'x'));
    waits.push_back({.fd = held.back().fd(), .events = POLLIN, .revents = 0});
  }
  ASSERT_GT(::poll(waits.data(), waits.size(), 10'000), 0);
  const auto refused =
      std::ranges::find_if(waits, [](const pollfd& each) { return each.revents != 0; });
  const auto refusal = held[static_cast<std::size_t>(refused - waits.begin())].reply();
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->text(), "503 /a: there is no memory for so many bodies at once");
  EXPECT_EQ(refusal->header("Retry-After"), "1");
  EXPECT_LE(gated.server().body_bytes(), 2u * 64 * 1024);
}

TEST(Limits, HasACapForEachAddress) {
  Limits limits = standard_limits();
  limits.connections_per_address_max = 2;
  Gated gated(limits);
  auto one = gated.client();
  one.send(kGet);
  EXPECT_EQ(one.text(), "200 GET /a");
  auto two = gated.client();
  two.send(kGet);
  EXPECT_EQ(two.text(), "200 GET /a");
  auto three = gated.client();
  const auto reply = three.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text(), "503 : there are too many connections from this address");
  EXPECT_EQ(reply->header("Retry-After"), "1");
  one.send(kGet);
  EXPECT_EQ(one.text(), "200 GET /a");
}

TEST(Limits, ClosesTheLongestIdleOneForANewcomer) {
  Limits limits = standard_limits();
  limits.connections_max = 2;
  // One thread notes that connections are idle in the order of their replies.
  Gated gated(limits, 1);
  auto older = gated.client();
  older.send(kGet);
  EXPECT_EQ(older.text(), "200 GET /a");
  auto younger = gated.client();
  younger.send(kGet);
  EXPECT_EQ(younger.text(), "200 GET /a");
  auto newcomer = gated.client();
  newcomer.send(kGet);
  EXPECT_EQ(newcomer.text(), "200 GET /a");
  EXPECT_EQ(older.rest(), "");
  younger.send(kGet);
  EXPECT_EQ(younger.text(), "200 GET /a");
}

}  // namespace
}  // namespace patchbay::http
