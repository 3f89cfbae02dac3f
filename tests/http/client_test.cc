// The client against servers that are slow, endless, elsewhere or not trusted.
#include "http/client.h"

#include <chrono>
#include <future>
#include <mutex>

#include "running.h"
#include "tls_files.h"

namespace patchbay::http {
namespace {

using namespace std::chrono_literals;

const AddressPolicy kLoopback({"127.0.0.0/8", "::1/128"});

std::unique_ptr<Client> client_of(Client::Options options = {.policy = kLoopback}) {
  if (options.timeout == 0ms) options.timeout = 30s;
  auto client = Client::open(std::move(options));
  if (!client) throw std::runtime_error(client.error());
  return std::move(*client);
}

ClientRequest request_to(Running& running, const std::string& host = "127.0.0.1",
                         const std::string& scheme = "http") {
  const std::string url =
      scheme + "://" + host + ':' + std::to_string(running.server().port()) + "/hook?x=1";
  return {.url = *parse_url(url), .headers = {{"webhook-id", "7"}}, .body = "hello"};
}

ClientReply send(Client& client, ClientRequest request) {
  std::promise<ClientReply> reply;
  auto future = reply.get_future();
  client.send(std::move(request), [&](ClientReply got) { reply.set_value(std::move(got)); });
  return future.get();
}

TEST(Client, SendsARequestAndKeepsTheConnection) {
  std::mutex mutex;
  std::vector<Request> received;
  Running running([&](Request request, const Reply& reply) {
    const std::lock_guard lock(mutex);
    received.push_back(std::move(request));
    reply({.status = 202, .headers = {{"Retry-After", "7"}, {"Set-Cookie", "a=b"}}, .body = "ok"});
  });
  const auto client = client_of();
  for (int i = 0; i < 3; ++i) {
    const ClientReply reply = send(*client, request_to(running));
    EXPECT_EQ(reply.status, 202) << reply.problem;
    EXPECT_EQ(reply.retry_after, "7");
    EXPECT_EQ(reply.body, "ok");
  }
  EXPECT_EQ(running.server().connections(), 1U);
  ASSERT_EQ(received.size(), 3U);
  EXPECT_EQ(received[2].method, "POST");
  EXPECT_EQ(received[2].path + '?' + received[2].query, "/hook?x=1");
  EXPECT_EQ(received[2].body, "hello");
  EXPECT_EQ(received[2].header("webhook-id"), "7");
  EXPECT_EQ(received[2].header("Host"), "127.0.0.1:" + std::to_string(running.server().port()));
  EXPECT_FALSE(received[2].header("Cookie"));
}

TEST(Client, GoesOnAfterTheServerClosedAKeptConnection) {
  Limits limits = standard_limits();
  limits.idle_timeout = 50ms;
  Running running(echo, test_options(limits));
  const auto client = client_of();
  EXPECT_EQ(send(*client, request_to(running)).status, 200);
  while (running.server().connections() > 0) std::this_thread::yield();
  EXPECT_EQ(send(*client, request_to(running)).status, 200);
}

// A body that is taken may be longer than one that is kept, and its reader may end it.
TEST(Client, GivesABodyPieceByPiece) {
  const std::string body(300'000, 'x');
  std::atomic<int> status = 200;
  Running running([&](const Request&, const Reply& reply) {
    reply({.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = body});
  });
  const auto client = client_of();
  std::string taken;
  ClientRequest request = request_to(running);
  request.take = [&](std::string_view piece) {
    taken += piece;
    return true;
  };
  ClientReply reply = send(*client, request);
  EXPECT_EQ(reply.status, 200) << reply.problem;
  EXPECT_EQ(reply.problem, "");
  EXPECT_EQ(reply.body, "");
  EXPECT_TRUE(taken == body) << taken.size();
  EXPECT_NE(std::ranges::find(reply.headers, Headers::value_type{"Content-Type", "text/plain"}),
            reply.headers.end());
  taken.clear();
  request.take = [&](std::string_view piece) {
    taken += piece;
    return false;
  };
  EXPECT_EQ(send(*client, request).status, 200);
  EXPECT_LT(taken.size(), body.size());
  // What refuses is kept, within the bounds.
  status = 404;
  taken.clear();
  EXPECT_EQ(send(*client, request).problem, "the reply is too long");
  EXPECT_EQ(taken, "");
}

TEST(Client, FollowsNoRedirect) {
  std::atomic<int> count = 0;
  Running running([&](const Request&, const Reply& reply) {
    ++count;
    reply({.status = 307, .headers = {{"Location", "/elsewhere"}}, .body = {}});
  });
  const auto client = client_of();
  EXPECT_EQ(send(*client, request_to(running)).status, 307);
  EXPECT_EQ(count, 1);
}

// Also a name that resolves to an address of this machine: it is looked at after it was resolved.
TEST(Client, ConnectsOnlyWhereItMay) {
  std::atomic<int> count = 0;
  Running running([&](const Request&, const Reply& reply) {
    ++count;
    reply({.status = 200, .headers = {}, .body = {}});
  });
  const auto client = client_of({.policy = AddressPolicy({})});
  for (const char* const host : {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"}) {
    const ClientReply reply = send(*client, request_to(running, host));
    EXPECT_EQ(reply.status, 0) << host;
    EXPECT_EQ(reply.problem, "the address is not one that may be connected to") << host;
  }
  EXPECT_EQ(count, 0);
  EXPECT_EQ(running.server().connections(), 0U);
  EXPECT_EQ(send(*client_of(), request_to(running, "localhost")).status, 200);
}

TEST(Client, SaysWhyThereIsNoReply) {
  std::uint16_t port = 0;
  {
    Running running;
    port = running.server().port();
  }
  const auto client = client_of();
  EXPECT_EQ(send(*client, {.url = *parse_url("http://127.0.0.1:" + std::to_string(port))}).problem,
            "the connection was refused");
  EXPECT_EQ(send(*client, {.url = *parse_url("http://nowhere.invalid/")}).problem,
            "the name of the host cannot be resolved");
}

TEST(Client, WaitsNoLongerThanItsTimeout) {
  std::mutex mutex;
  std::vector<Reply> held;
  Running running([&](const Request&, Reply reply) {
    const std::lock_guard lock(mutex);
    held.push_back(std::move(reply));
  });
  const auto client = client_of({.policy = kLoopback, .timeout = 200ms});
  EXPECT_EQ(send(*client, request_to(running)).problem, "there was no reply in time");
  const std::lock_guard lock(mutex);
  held.clear();
}

// A byte now and then does not prolong the time, and other exchanges go on meanwhile.
class Drip : public BodySource {
 public:
  void next(Take take) override { take("x"); }
};
class Flood : public BodySource {
 public:
  void next(Take take) override { take(std::string(64 * 1024, 'x')); }
};

TEST(Client, ReadsNoEndlessReply) {
  for (const bool is_drip : {false, true}) {
    Running running([&](const Request&, const Reply& reply) {
      std::shared_ptr<BodySource> rest;
      if (is_drip)
        rest = std::make_shared<Drip>();
      else
        rest = std::make_shared<Flood>();
      reply({.status = 200, .headers = {}, .body = {}, .rest = rest});
    });
    const auto client = client_of();
    const ClientReply reply = send(*client, request_to(running));
    EXPECT_EQ(reply.status, 0);
    EXPECT_EQ(reply.problem, "the reply is too long");
    // Who needs only the status has it.
    const auto cutting = client_of({.policy = kLoopback, .cuts_replies = true});
    const ClientReply head = send(*cutting, request_to(running));
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.problem, "");
  }
}

TEST(Client, MayCutAReplyWhoseLengthIsTooLarge) {
  Running running([](const Request&, const Reply& reply) {
    reply({.status = 202, .headers = {}, .body = std::string(100'000, 'x')});
  });
  EXPECT_EQ(send(*client_of(), request_to(running)).problem, "the reply is too long");
  const auto client = client_of({.policy = kLoopback, .cuts_replies = true});
  for (int i = 0; i < 2; ++i) EXPECT_EQ(send(*client, request_to(running)).status, 202);
}

TEST(Client, KeepsTheBeginningOfAReply) {
  Running running([](const Request&, const Reply& reply) {
    reply(
        {.status = 200, .headers = {{"Content-Encoding", "gzip"}}, .body = std::string(9000, 'x')});
  });
  EXPECT_EQ(send(*client_of(), request_to(running)).body, std::string(4096, 'x'));
}

TEST(Client, TrustsOnlyCertificatesOfItsAuthorities) {
  const TlsFiles files("client");
  auto options = test_options();
  options.tls = files.tls();
  std::atomic<int> count = 0;
  Running running(
      [&](const Request&, const Reply& reply) {
        ++count;
        reply({.status = 200, .headers = {}, .body = {}});
      },
      options);
  EXPECT_EQ(send(*client_of(), request_to(running, "localhost", "https")).problem,
            "the certificate cannot be trusted");
  const auto client =
      client_of({.policy = kLoopback, .authorities_file = files.tls().certificate_file});
  EXPECT_EQ(send(*client, request_to(running, "127.0.0.1", "https")).problem,
            "the certificate cannot be trusted")
      << "it is of another host";
  EXPECT_EQ(count, 0);
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(send(*client, request_to(running, "localhost", "https")).status, 200);
  EXPECT_EQ(running.server().connections(), 1U);
  EXPECT_EQ(send(*client_of(), request_to(running, "localhost", "http")).status, 0)
      << "and nothing is sent in plain text where TLS is spoken";
}

TEST(Client, NeedsItsFileOfAuthorities) {
  const auto client = Client::open({.authorities_file = "/nowhere/at/all.pem"});
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error(), "Cannot read certificates of authorities from /nowhere/at/all.pem.");
}

TEST(Client, NeedsATimeLimit) {
  const auto client = Client::open({.policy = kLoopback});
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error(), "Replies cannot be waited for without a time limit.");
}

TEST(Client, DropsWhatIsUnderWayAtItsEnd) {
  std::mutex mutex;
  std::vector<Reply> held;
  std::promise<void> arrived;
  Running running([&](const Request&, Reply reply) {
    const std::lock_guard lock(mutex);
    held.push_back(std::move(reply));
    arrived.set_value();
  });
  std::atomic<int> called = 0;
  {
    const auto client = client_of();
    client->send(request_to(running), [&](const ClientReply&) { ++called; });
    arrived.get_future().wait();
  }
  EXPECT_EQ(called, 0);
  const std::lock_guard lock(mutex);
  held.clear();
}

}  // namespace
}  // namespace patchbay::http
