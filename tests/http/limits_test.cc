// A client that exceeds a bound is told so, and others are not affected.
#include <atomic>
#include <chrono>
#include <mutex>
#include <semaphore>
#include <vector>

#include "running.h"

namespace patchbay::http {
namespace {

using namespace std::chrono_literals;

Limits short_limits() {
  Limits out = standard_limits();
  out.header_timeout = out.body_timeout = out.idle_timeout = out.write_timeout = 200ms;
  return out;
}

Limits small_limits() {
  Limits out = standard_limits();
  out.header_bytes_max = 1024;
  out.body_bytes_max = 10'000;
  return out;
}

TEST(Limits, RefusesASlowHead) {
  Running running(echo, test_options(short_limits()));
  for (const auto& [bytes, want] : std::initializer_list<std::pair<std::string, std::string>>{
           {"GE", "408 : the request took too long"},
           {"GET /slow?a=b HTTP/1.1\r\nHos", "408 /slow: the request took too long"}}) {
    auto client = running.client();
    client.send(bytes);
    const auto reply = client.reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->text(), want);
    EXPECT_EQ(reply->header("Connection"), "close");
    EXPECT_EQ(client.rest(), "");
  }
}

TEST(Limits, RefusesAHeadThatDrips) {
  Running running(echo, test_options(short_limits()));
  auto client = running.client();
  const auto begin = std::chrono::steady_clock::now();
  client.send("GET / HTTP/1.1\r\n");
  std::thread drip([&] {
    while (client.send("X") && std::chrono::steady_clock::now() - begin < 9s) {
      std::this_thread::sleep_for(20ms);
    }
  });
  EXPECT_EQ(client.text(), "408 /: the request took too long");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  client.finish_sending();
  drip.join();
}

TEST(Limits, GivesASecondHeadItsTimeFromItsFirstByte) {
  auto limits = short_limits();
  limits.idle_timeout = 60s;
  Running running(echo, test_options(limits));
  auto client = running.client();
  client.send(kGet + "GET /b");
  EXPECT_EQ(client.text(), "200 GET /a");
  EXPECT_EQ(client.text(), "408 : the request took too long");
}

TEST(Limits, RefusesASlowBody) {
  std::atomic<int> handled = 0;
  Running running(
      [&](Request request, const Reply& reply) {
        ++handled;
        echo(std::move(request), reply);
      },
      test_options(short_limits()));
  for (const std::string framing :
       {"Content-Length: 5\r\n\r\nhell", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
    auto client = running.client();
    client.send("PUT /a HTTP/1.1\r\nHost: x\r\n" + framing);
    EXPECT_EQ(client.text(), "408 /a: the request took too long");
    EXPECT_EQ(client.rest(), "");
  }
  EXPECT_EQ(handled, 0);
}

TEST(Limits, GivesABodyItsTimeEvenWhereTheClientWasToldToContinue) {
  auto limits = short_limits();
  limits.write_timeout = 60s;
  Running running(echo, test_options(limits));
  auto client = running.client();
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.text(), "100 ");
  EXPECT_EQ(client.text(), "408 /a: the request took too long");
}

TEST(Limits, ClosesASilentConnection) {
  Running running(echo, test_options(short_limits()));
  auto fresh = running.client();
  auto used = running.client();
  used.send(kGet);
  EXPECT_EQ(used.text(), "200 GET /a");
  EXPECT_EQ(used.rest(), "");
  EXPECT_EQ(fresh.rest(), "");
}

TEST(Limits, RefusesALargeHead) {
  Running running(echo, test_options(small_limits()));
  const std::string start = "GET /a?q HTTP/1.1\r\nHost: x\r\nX: ";
  const std::string filler(1024 - start.size() - 4, 'y');
  for (const auto& [bytes, want] : std::initializer_list<std::pair<std::string, std::string>>{
           {start + filler + "\r\n\r\n", "200 GET /a?q"},
           {start + filler + "y\r\n\r\n", "431 /a: the headers are too large"},
           {start + filler + "yyyyy", "431 /a: the headers are too large"},
           {"GET /" + std::string(2000, 'z'), "431 : the headers are too large"}}) {
    auto client = running.client();
    client.send(bytes);
    EXPECT_EQ(client.text(), want);
  }
}

TEST(Limits, RefusesTooManyHeaders) {
  Running running;
  auto client = running.client();
  std::string bytes = "GET /a HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 100; ++i) bytes += "X: y\r\n";
  client.send(bytes + "\r\n");
  EXPECT_EQ(client.text(), "431 /a: there are too many headers");
}

TEST(Limits, RefusesALargeBodyBeforeItComes) {
  Running running(echo, test_options(small_limits()));
  auto client = running.client();
  client.send(
      "PUT /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10001\r\n\r\n");
  EXPECT_EQ(client.text(), "413 /a: the body is too large");
}

TEST(Limits, RefusesALargeBodyOfAClientThatSendsFirstAndReadsThen) {
  Running running(echo, test_options(small_limits()));
  for (const std::string framing :
       {"Content-Length: 3000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n"}) {
    auto client = running.client();
    ASSERT_TRUE(client.send("PUT /a HTTP/1.1\r\nHost: x\r\n" + framing));
    EXPECT_TRUE(client.send(std::string(3'000'000, 'x')));
    EXPECT_EQ(client.text(), "413 /a: the body is too large");
    EXPECT_EQ(client.rest(), "");
  }
}

TEST(Limits, AcceptsABodyOfTheLimit) {
  Running running(echo, test_options(small_limits()));
  auto client = running.client();
  const std::string half(5'000, 'x');
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n" + half + half);
  EXPECT_EQ(client.text(), "200 PUT /a " + half + half);
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n" + half +
              "\r\n1388\r\n" + half + "\r\n0\r\n\r\n");
  EXPECT_EQ(client.text(), "200 PUT /a " + half + half);
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n" + half +
              "\r\n1389\r\n");
  EXPECT_EQ(client.text(), "413 /a: the body is too large");
}

// Connections that wait for a reply are not closed for others.
TEST(Limits, TurnsAwayWhoComesTooMany) {
  auto limits = standard_limits();
  limits.connections_max = 2;
  std::mutex mutex;
  std::vector<Reply> held;
  std::counting_semaphore arrived(0);
  Running running(
      [&](const Request&, const Reply& reply) {
        const std::lock_guard lock(mutex);
        held.push_back(reply);
        arrived.release();
      },
      test_options(limits));
  auto first = running.client();
  auto second = running.client();
  for (auto* const client : {&first, &second}) {
    client->send(kGet);
    arrived.acquire();
  }
  auto third = running.client();
  third.send(kGet);
  const auto reply = third.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text(), "503 : there are too many connections");
  EXPECT_EQ(reply->header("Retry-After"), "1");
  EXPECT_EQ(third.rest(), "");
  for (const Reply& each : held) each({.status = 200, .headers = {}, .body = "served"});
  for (auto* const client : {&first, &second}) EXPECT_EQ(client->text(), "200 served");
  // One of them is idle now.
  auto fourth = running.client();
  fourth.send(kGet);
  arrived.acquire();
  held.back()({.status = 200, .headers = {}, .body = "served too"});
  EXPECT_EQ(fourth.text(), "200 served too");
}

TEST(Limits, ClosesAConnectionThatDoesNotRead) {
  const std::string body(20'000'000, 'x');
  auto limits = standard_limits();
  limits.write_timeout = 200ms;
  limits.connections_max = 1;
  Running running([&](const Request&, const Reply& reply) { reply({.status = 200, .body = body}); },
                  test_options(limits));
  auto client = running.client();
  client.send(kGet);
  EXPECT_LT(client.reply(test::Answers::head)->head.size(), 500u);
  // The server has a free place only after the first is closed.
  int status = 0;
  for (const auto end = std::chrono::steady_clock::now() + 5s;
       status != 200 && std::chrono::steady_clock::now() < end;) {
    auto next = running.client();
    next.send(kGet);
    if (const auto reply = next.reply(test::Answers::head)) status = reply->status;
  }
  EXPECT_EQ(status, 200);
}

TEST(Limits, SlowClientsDelayNobody) {
  auto limits = standard_limits();
  limits.header_timeout = 60s;
  Running running(echo, test_options(limits));
  std::vector<test::RawClient> slow;
  for (int i = 0; i < 250; ++i) {
    slow.push_back(running.client());
    slow.back().send("GET /slow HTTP/1.1\r\nHo");
    slow.push_back(running.client());
    slow.back().send("PUT /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx");
  }
  const auto begin = std::chrono::steady_clock::now();
  auto client = running.client();
  for (int i = 0; i < 100; ++i) {
    client.send(kGet);
    EXPECT_EQ(client.text(), "200 GET /a");
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  slow.front().send("st: x\r\n\r\n");
  EXPECT_EQ(slow.front().text(), "200 GET /slow");
}

}  // namespace
}  // namespace patchbay::http
