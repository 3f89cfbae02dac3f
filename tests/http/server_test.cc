// The server from the view of an ordinary client, on real sockets.
#include "http/server.h"

#include <mutex>
#include <thread>
#include <vector>

#include "running.h"

namespace patchbay::http {
namespace {

using test::Answers;

TEST(Server, AnswersAndKeepsTheConnection) {
  Running running;
  auto client = running.client();
  client.send("GET /a?b=%20 HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text(), "200 GET /a?b=%20");
  EXPECT_EQ(reply->header("Server"), "Patchbay");
  EXPECT_EQ(reply->header("Content-Type"), "text/plain");
  EXPECT_EQ(reply->header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(reply->header("Connection"), "");
  EXPECT_EQ(reply->header("Date"), "Fri, 15 Jan 2027 08:00:00 GMT");
  client.send("BREW /pot HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
  EXPECT_EQ(client.text(), "200 BREW /pot hi");
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  Running running;
  auto client = running.client();
  std::string bytes;
  for (int i = 0; i < 200; ++i) {
    bytes += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n-";
  }
  client.send(bytes);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(client.text(), "200 POST /" + std::to_string(i) + " -");
}

TEST(Server, ReadsARequestInPiecesOfOneByte) {
  Running running;
  auto client = running.client();
  for (const char byte : std::string("\r\nPUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked"
                                     "\r\n\r\n5;x=y\r\nhello\r\n0\r\nVary: *\r\n\r\n")) {
    client.send({&byte, 1});
  }
  EXPECT_EQ(client.text(), "200 PUT /a hello");
}

TEST(Server, ClosesWhereTheClientWantsIt) {
  Running running;
  for (const auto& [head, connection] : std::initializer_list<std::pair<std::string, std::string>>{
           {"GET /a HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n", "close"},
           {"GET /a HTTP/1.0\r\n\r\n", "close"}}) {
    auto client = running.client();
    client.send(head + kGet);
    const auto reply = client.reply();
    ASSERT_TRUE(reply) << head;
    EXPECT_EQ(reply->header("Connection"), connection) << head;
    EXPECT_EQ(client.rest(), "") << head;
  }
}

TEST(Server, KeepsAnOldConnectionThatAsksForIt) {
  Running running;
  auto client = running.client();
  for (int i = 0; i < 2; ++i) {
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto reply = client.reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->header("Connection"), "keep-alive");
  }
}

TEST(Server, AnswersAClientThatHasFinishedSending) {
  Running running;
  auto client = running.client();
  client.send(kGet);
  client.finish_sending();
  EXPECT_EQ(client.text(), "200 GET /a");
  EXPECT_EQ(client.rest(), "");
}

TEST(Server, AnswersHeadWithALengthAndNoBody) {
  Running running;
  auto client = running.client();
  client.send("HEAD /long HTTP/1.1\r\nHost: x\r\n\r\n" + kGet);
  const auto reply = client.reply(Answers::head);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->header("Content-Length"), "10");
  EXPECT_EQ(client.text(), "200 GET /a");
}

TEST(Server, SendsNoBodyWith204) {
  Running running([](Request, const Reply& reply) { reply({.status = 204, .body = "none"}); });
  auto client = running.client();
  client.send(kGet + kGet);
  const auto reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text(), "204 ");
  EXPECT_FALSE(reply->head.contains("Content-Length"));
  EXPECT_EQ(client.text(), "204 ");
}

TEST(Server, SendsALargeBodyWhole) {
  std::string body(3'000'000, 'x');
  for (std::size_t i = 0; i < body.size(); i += 997) body[i] = static_cast<char>('a' + i % 26);
  Running running([&](Request, const Reply& reply) { reply({.status = 200, .body = body}); });
  auto client = running.client();
  client.send(kGet + kGet);
  for (int i = 0; i < 2; ++i) {
    const auto reply = client.reply();
    ASSERT_TRUE(reply);
    EXPECT_TRUE(reply->body == body);
  }
}

TEST(Server, TellsTheClientToContinue) {
  Running running;
  auto client = running.client();
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.text(), "100 ");
  client.send("hi");
  EXPECT_EQ(client.text(), "200 PUT /a hi");
  // A client that sends the body at once gets no 100.
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi");
  EXPECT_EQ(client.text(), "200 PUT /a hi");
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.text(), "200 PUT /a");
}

TEST(Server, LetsNoHeaderValueBecomeAHeader) {
  Running running([](Request, const Reply& reply) {
    reply({.status = 200, .headers = {{"X-Id", "1\r\nX-Evil: 2"}, {"Content-Length", "99"}}});
  });
  auto client = running.client();
  client.send(kGet);
  const auto reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->header("X-Id"), "1  X-Evil: 2");
  EXPECT_EQ(reply->header("X-Evil"), "");
  EXPECT_EQ(reply->header("Content-Length"), "0");
}

TEST(Server, NeverServesWhatHidesBehindARefusedRequest) {
  std::atomic<int> handled = 0;
  Running running([&](Request request, const Reply& reply) {
    ++handled;
    echo(std::move(request), reply);
  });
  for (const std::string headers :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Content-Length: +5\r\n",
        "Content-Length: 5\r\nContent-Length: 0\r\n", "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "X: y\nContent-Length: 5\r\n", "Transfer-Encoding\t: chunked\r\n"}) {
    auto client = running.client();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n0\r\n\r\n" + kGet);
    const auto reply = client.reply();
    ASSERT_TRUE(reply) << headers;
    EXPECT_TRUE(reply->status == 400 || reply->status == 501) << headers << reply->text();
    EXPECT_EQ(client.rest(), "") << headers;
  }
  EXPECT_EQ(handled, 0);
}

TEST(Server, ListensOnIpv6AndShowsIpv4AsItself) {
  const Handler source = [](const Request& request, const Reply& reply) {
    reply({.status = 200, .body = request.source + (request.secure ? " tls" : "")});
  };
  auto options = test_options();
  options.address = "::";
  std::optional<Running> running;
  try {
    running.emplace(source, options);
  } catch (const std::runtime_error& error) {
    GTEST_SKIP() << "no IPv6 here: " << error.what();
  }
  for (const char* const address : {"127.0.0.1", "::1"}) {
    test::RawClient client(running->server().port(), address);
    client.send(kGet);
    EXPECT_EQ(client.text(), std::string("200 ") + address);
  }
}

TEST(Server, SaysWhyItCannotListen) {
  Running running;
  auto options = test_options();
  options.port = running.server().port();
  const auto taken = Server::open(options, echo, refuse);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error(), "Cannot listen on 127.0.0.1 port " + std::to_string(options.port) +
                               ": the address is in use.");
  options.address = "localhost";
  const auto named = Server::open(options, echo, refuse);
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error(), "Cannot listen on 'localhost': it is not an IPv4 or IPv6 address.");
}

}  // namespace
}  // namespace patchbay::http
