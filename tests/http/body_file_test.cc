// Bodies that are too long for memory: the gate gives what keeps them.
#include <charconv>
#include <thread>

#include <gtest/gtest.h>

#include "running.h"

namespace patchbay::http {
namespace {

// A connection sends at most this much of a body to memory.
constexpr std::size_t kMemoryMax = 100'000;
constexpr std::size_t kFileMax = 1'000'000;

// Keeps a body, up to `room` bytes, on threads that are not the connection's.
class Kept final : public BodyFile {
 public:
  explicit Kept(std::size_t room) : room_(room) {}
  void append(std::string bytes, std::move_only_function<void(bool)> done) override {
    thread_ = std::jthread([this, bytes = std::move(bytes), done = std::move(done)]() mutable {
      const bool fits = bytes.size() <= room_ - text_.size();
      if (fits) text_ += bytes;
      ++pieces_;
      if (!drops_) done(fits);
    });
  }
  [[nodiscard]] const Descriptor& descriptor() const override { return none_; }
  [[nodiscard]] std::string digest() const override { return {}; }
  [[nodiscard]] std::string text() const { return text_; }
  [[nodiscard]] int pieces() const { return pieces_; }
  void drop() { drops_ = true; }

 private:
  const std::size_t room_;
  const Descriptor none_;
  std::string text_;
  int pieces_ = 0;
  bool drops_ = false;
  std::jthread thread_;
};

// Replies with how much a file has, or a body.
void measure(Request request, const Reply& reply) {
  const auto* kept = dynamic_cast<const Kept*>(request.body_file.get());
  const std::string text = kept ? kept->text() : request.body;
  const bool is_whole = text.find_first_not_of('x') == std::string::npos;
  reply({.headers = {},
         .body = (kept ? "file " : "memory ") + std::to_string(text.size()) +
                 (is_whole ? "" : " of something else")});
}

// A gate that gives files, and the server behind it.
class Filing {
 public:
  explicit Filing(std::size_t room = kFileMax) : room_(room) {}
  test::RawClient client() { return running_.client(); }
  Server& server() { return running_.server(); }
  const Kept& kept() { return *kept_; }

 private:
  static Server::Options options() {
    Limits limits = standard_limits();
    limits.body_bytes_max = kMemoryMax;
    limits.file_bytes_max = kFileMax;
    Server::Options out = test_options(limits);
    out.place_of_body = [](const Request& head) {
      return head.path == "/file"     ? BodyPlace::file
             : head.path == "/either" ? BodyPlace::file_if_needed
                                      : BodyPlace::memory;
    };
    return out;
  }
  void judge(const Request& head, const Reply& reply) {
    const bool is_unknown = head.header("Let") == "stranger";
    Response response{
        .status = is_unknown ? kAnonymousCaller : kAuthenticatedCaller, .headers = {}, .body = {}};
    if (head.header("Let") == "in" && head.takes_file) {
      kept_ = std::make_shared<Kept>(room_);
      if (head.header("Drop")) kept_->drop();
      response.body_file = kept_;
    }
    reply(std::move(response));
  }

  const std::size_t room_;
  std::shared_ptr<Kept> kept_;
  Running running_{measure, options(),
                   [this](const Request& head, const Reply& reply) { judge(head, reply); }};
};

std::string head_of(const std::string& path, std::size_t bytes, const std::string& more = "in") {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\nLet: " + more +
         "\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n";
}

std::string chunks_of(std::size_t bytes, std::size_t chunk) {
  std::string out;
  for (std::size_t at = 0; at < bytes; at += chunk) {
    const std::size_t size = std::min(chunk, bytes - at);
    char hex[16];
    out.append(hex, std::to_chars(hex, hex + sizeof hex, size, 16).ptr);
    out += "\r\n" + std::string(size, 'x') + "\r\n";
  }
  return out + "0\r\n\r\n";
}

TEST(BodyFile, KeepsALongBodyInPieces) {
  Filing filing;
  auto client = filing.client();
  for (int turn = 0; turn < 2; ++turn) {
    client.send(head_of("/file", kFileMax) + std::string(kFileMax, 'x'));
    EXPECT_EQ(client.text(), "200 file 1000000");
    EXPECT_GE(filing.kept().pieces(), 3);
    EXPECT_LE(filing.kept().pieces(), 4);
  }
  EXPECT_EQ(filing.server().body_bytes(), 0U);
  client.send(kGet);
  EXPECT_EQ(client.text(), "200 memory 0") << "the next request has no file";
}

TEST(BodyFile, KeepsABodyInChunks) {
  Filing filing;
  auto client = filing.client();
  const std::string head =
      "POST /file HTTP/1.1\r\nHost: x\r\nLet: in\r\nTransfer-Encoding: chunked\r\n\r\n";
  client.send(head + chunks_of(900'001, 7'777));
  EXPECT_EQ(client.text(), "200 file 900001");
  client.send(head + chunks_of(5'000, 1'000));
  EXPECT_EQ(client.text(), "200 memory 5000") << "a short one stays in memory";
  client.send(head + chunks_of(kFileMax + 1, 9'999));
  EXPECT_EQ(client.text(), "413 /file: the body is too large");
}

TEST(BodyFile, KeepsOnlyWhatMemoryMayNotHoldIfThatIsWanted) {
  Filing filing;
  auto client = filing.client();
  client.send(head_of("/either", kMemoryMax) + std::string(kMemoryMax, 'x'));
  EXPECT_EQ(client.text(), "200 memory 100000");
  client.send(head_of("/either", kMemoryMax + 1) + std::string(kMemoryMax + 1, 'x'));
  EXPECT_EQ(client.text(), "200 file 100001");
  const std::string head =
      "POST /either HTTP/1.1\r\nHost: x\r\nLet: in\r\nTransfer-Encoding: chunked\r\n\r\n";
  client.send(head + chunks_of(80'000, 9'999));
  EXPECT_EQ(client.text(), "200 file 80000") << "its length is not known before";
  auto other = filing.client();
  other.send(head_of("/either", kMemoryMax + 1, "stranger"));
  EXPECT_EQ(other.text(), "413 /either: the body is too large");
}

TEST(BodyFile, TakesAShortBodyInMemory) {
  Filing filing;
  auto client = filing.client();
  client.send(head_of("/file", 4) + "xxxx");
  EXPECT_EQ(client.text(), "200 memory 4");
}

TEST(BodyFile, IsBoundedToo) {
  Filing filing;
  auto client = filing.client();
  client.send(head_of("/file", kFileMax + 1));
  EXPECT_EQ(client.text(), "413 /file: the body is too large");
}

TEST(BodyFile, IsNotForOtherPathsNorForStrangers) {
  Filing filing;
  auto other = filing.client();
  other.send(head_of("/other", kMemoryMax + 1));
  EXPECT_EQ(other.text(), "413 /other: the body is too large");
  for (const char* who : {"stranger", "nothing"}) {
    auto client = filing.client();
    client.send(head_of("/file", kMemoryMax + 1, who));
    EXPECT_EQ(client.text(), "413 /file: the body is too large") << who;
    auto chunked = filing.client();
    chunked.send(std::string("POST /file HTTP/1.1\r\nHost: x\r\nLet: ") + who +
                 "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks_of(kMemoryMax + 1, 50'000));
    EXPECT_EQ(chunked.text(), "413 /file: the body is too large") << who;
    auto fits = filing.client();
    fits.send(head_of("/file", kMemoryMax, who) + std::string(kMemoryMax, 'x'));
    EXPECT_EQ(fits.text(), "200 memory 100000") << who;
  }
}

TEST(BodyFile, IsNotForAContentEncoding) {
  Filing filing;
  auto client = filing.client();
  client.send(head_of("/file", kMemoryMax + 1, "in\r\nContent-Encoding: gzip"));
  EXPECT_EQ(client.text(), "413 /file: the body is too large");
}

TEST(BodyFile, ThatHasNoRoomIsRefused) {
  Filing filing(300'000);
  for (const char* how : {"in", "in\r\nDrop: it"}) {
    auto client = filing.client();
    client.send(head_of("/file", kFileMax, how) + std::string(kFileMax, 'x'));
    const auto reply = client.reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->text(), "503 /file: there is no room for the file");
    EXPECT_EQ(reply->header("Retry-After"), "1");
  }
}

TEST(BodyFile, IsAskedForBeforeTheClientGoesOn) {
  Filing filing;
  auto client = filing.client();
  const std::string expects = "in\r\nExpect: 100-continue";
  client.send(head_of("/file", 200'000, expects));
  const auto goes_on = client.reply();
  ASSERT_TRUE(goes_on);
  EXPECT_EQ(goes_on->head, "HTTP/1.1 100 Continue");
  client.send(std::string(200'000, 'x'));
  EXPECT_EQ(client.text(), "200 file 200000");
  client.send(head_of("/file", kMemoryMax + 1, "stranger\r\nExpect: 100-continue"));
  EXPECT_EQ(client.text(), "413 /file: the body is too large");
}

TEST(BodyFile, GoesWhenItsSenderDoes) {
  Filing filing;
  {
    auto client = filing.client();
    client.send(head_of("/file", kFileMax) + std::string(300'000, 'x'));
  }
  auto other = filing.client();
  other.send(head_of("/file", 200'000) + std::string(200'000, 'x'));
  EXPECT_EQ(other.text(), "200 file 200000");
}

}  // namespace
}  // namespace patchbay::http
