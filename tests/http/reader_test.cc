// What the reader makes of bytes, told in one line, and that pieces read as the whole does.
#include "http/reader.h"

#include <gtest/gtest.h>

#include "running.h"

namespace patchbay::http {
namespace {

struct Case {
  std::string bytes;
  std::string want;
};

// Requests and the refusal that `bytes` become, offered in pieces of `piece` bytes.
std::string read(std::string_view bytes, std::size_t piece) {
  Reader reader{{.header_bytes_max = 300, .body_bytes_max = 100}};
  std::string text;
  std::string buffered;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    buffered += bytes.substr(at, piece);
    for (bool goes_on = true; goes_on;) {
      buffered.erase(0, reader.feed(buffered));
      goes_on = reader.state() == Reader::State::complete;
      if (goes_on) text += "[" + describe(reader.take()) + "]";
    }
  }
  if (reader.state() != Reader::State::refused) return text;
  const Refusal& refusal = reader.refusal();
  return text + std::to_string(refusal.status) + " " + refusal.path + ": " +
         std::string(refusal.what);
}

void expect_reads(std::initializer_list<Case> cases) {
  for (const auto& [bytes, want] : cases) {
    for (const std::size_t piece : {bytes.size(), std::size_t{1}, std::size_t{7}}) {
      EXPECT_EQ(read(bytes, piece), want) << bytes << "\nin pieces of " << piece;
    }
  }
}

std::string get(const std::string& headers) {
  return "GET /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
}
std::string post(const std::string& headers, const std::string& body) {
  return "POST /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
}
std::string chunked(const std::string& body) {
  return post("Transfer-Encoding: chunked\r\n", body);
}

// Stands behind a request that must be refused: it must never be read.
const std::string kHidden = "PUT /hidden HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx";

TEST(Reader, SplitsTargets) {
  const auto line = [](const std::string& start) { return start + " HTTP/1.1\r\nHost: x\r\n\r\n"; };
  expect_reads({
      {line("GET /"), "[GET /]"},
      {line("GET /a?"), "[GET /a]"},
      {line("GET /a?b?c#d"), "[GET /a?b?c#d]"},
      {line("GET //a//b"), "[GET //a//b]"},
      {line("GET http://x.example:80/a?b"), "[GET /a?b]"},
      {line("GET HTTPS://x"), "[GET /]"},
      {line("GET http://x?b"), "[GET /?b]"},
      {line("OPTIONS *"), "[OPTIONS *]"},
      {line("CONNECT x:443"), "[CONNECT x:443]"},
      {line("GET *"), "400 : the request target is malformed"},
      {line("GET a/b"), "400 : the request target is malformed"},
      {line("GET http:///a"), "400 : the request target is malformed"},
      {line("GET ftp://x/a"), "400 : the request target is malformed"},
      {line("GET ?b"), "400 : the request target is malformed"},
      {line("GET /a b"), "400 : the headers are malformed"},
      {line("GET /a\x01"), "400 : the headers contain a control character or a folded line"},
      {line("GET /a\x7F"), "400 : the headers contain a control character or a folded line"},
  });
}

TEST(Reader, KnowsWrongLinesEarly) {
  expect_reads({
      {"\x16\x03\x01", "400 : the request line is malformed"},
      {"GET /\r\n", "400 : the request line is malformed"},
      {"GET / HTTP/1.1\n", "400 : the request line is malformed"},
      {"GET /a HTTPS/1.1\r\n", "400 /a: the request line is malformed"},
      {"GET /a HTTP/1.10\r\n", "400 /a: the request line is malformed"},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 : the HTTP version is not supported"},
      {"GET /a HTTP/0.9\r\n", "505 /a: the HTTP version is not supported"},
      {"\r\n\r\n\r\nGET /a HTTP/1.0\r\n\r\n", "[GET /a]"},
      {"\n", "400 : the request line is malformed"},
      {"\rG", "400 : the request line is malformed"},
      {" GET", "400 : the request line is malformed"},
  });
}

TEST(Reader, WantsOneHost) {
  expect_reads({
      {"GET /a HTTP/1.1\r\n\r\n", "400 /a: there is no Host"},
      {"GET /a HTTP/1.0\r\n\r\n", "[GET /a]"},
      {get("host: y\r\n"), "400 /a: there are two Hosts"},
      {"GET /a HTTP/1.1\r\nHost:\r\n\r\n", "[GET /a]"},
  });
}

TEST(Reader, RefusesStrayBytesInHeaders) {
  const std::string stray = "400 /a: the headers contain a control character or a folded line";
  expect_reads({
      {get("X: a\r\n b\r\n"), stray},
      {get("X: a\r\n\tb\r\n"), stray},
      {get("X: a\nY: b\r\n"), stray},
      {get("X: a\rY: b\r\n"), stray},
      {get(std::string("X: a\0b\r\n", 8)), stray},
      {get("X: a\x07\r\n"), stray},
      {get("X : a\r\n"), "400 /a: the headers are malformed"},
      {get(": a\r\n"), "400 /a: the headers are malformed"},
      {get("X\r\n"), "400 /a: the headers are malformed"},
      {get("X: \xC3\xA9\tb\r\n"), "[GET /a]"},
  });
}

TEST(Reader, RefusesWhatItDoesNotSpeak) {
  expect_reads({
      {post("Content-Encoding: gzip\r\n", ""), "415 /a: the content encoding is not supported"},
      {post("Content-Encoding: Identity\r\nContent-Length: 1\r\n", "x"), "[POST /a x]"},
      {post("Expect: something\r\n", ""), "417 /a: the expectation is not supported"},
      {post("Content-Type: a/b\r\nContent-Type: c/d\r\n", ""),
       "400 /a: there are two Content-Types"},
      {get("Upgrade: h2c\r\nConnection: Upgrade\r\n"), "[GET /a]"},
  });
}

TEST(Reader, RefusesLengthsThatCanBeReadInTwoWays) {
  for (const std::string value : {"+5", "-5", "0x5", "5, 5", "5,", "5 5", "", "５", "1_0",
                                  "18446744073709551616", "99999999999999999999999"}) {
    const std::string text =
        read(post("Content-Length: " + value + "\r\n", "hello" + kHidden), 1000);
    EXPECT_TRUE(text.starts_with("400 /a: the ")) << value << ": " << text;
  }
  EXPECT_EQ(read(post("Content-Length: 18446744073709551615\r\n", kHidden), 1000),
            "413 /a: the body is too large");
}

TEST(Reader, ReadsNothingBehindAnAmbiguousRequest) {
  for (const std::string headers : {
           "Content-Length: 5\r\nContent-Length: 5\r\n",
           "Content-Length: 5\r\nContent-Length: 6\r\n",
           "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
           "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
           "Transfer-Encoding: identity\r\n",
           "Transfer-Encoding: xchunked\r\n",
           "Transfer-Encoding: chunked, identity\r\n",
           "Transfer-Encoding: gzip, chunked\r\n",
           "Transfer-Encoding: \"chunked\"\r\n",
           "Transfer-Encoding: chunked;q=1\r\n",
           "Transfer-Encoding:\r\n",
           "Transfer-Encoding: \x0B"
           "chunked\r\n",
           "Transfer-Encoding : chunked\r\n",
           " Transfer-Encoding: chunked\r\n",
           "X: y\nTransfer-Encoding: chunked\r\n",
       }) {
    for (const std::size_t piece : {1000u, 1u}) {
      const std::string text = read(post(headers, "0\r\n\r\n" + kHidden), piece);
      EXPECT_TRUE(text.starts_with("400 ") || text.starts_with("501 ")) << headers << text;
    }
  }
  EXPECT_EQ(read("POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kHidden, 1000),
            "400 /a: the Transfer-Encoding is malformed");
}

TEST(Reader, ReadsChunks) {
  expect_reads({
      {chunked("5\r\nhello\r\n0\r\n\r\n") + get(""), "[POST /a hello][GET /a]"},
      {chunked("A\r\n0123456789\r\n00\r\n\r\n"), "[POST /a 0123456789]"},
      {chunked("1;a\r\nx\r\n1 ; b=\"c d\"\r\ny\r\n0;e=f\r\n\r\n"), "[POST /a xy]"},
      {chunked("1\r\nx\r\n0\r\nVary: *\r\nX: y\r\n\r\n") + get(""), "[POST /a x][GET /a]"},
      {chunked("64\r\n" + std::string(100, 'x') + "\r\n1\r\ny\r\n0\r\n\r\n"),
       "413 /a: the body is too large"},
      {post("TRANSFER-ENCODING: CHUNKED\r\n", "1\r\nx\r\n0\r\n\r\n"), "[POST /a x]"},
  });
}

TEST(Reader, ReadsNothingBehindABrokenChunk) {
  for (const std::string body : {
           "+5\r\nhello\r\n0\r\n\r\n",
           "-5\r\nhello\r\n0\r\n\r\n",
           "0x5\r\nhello\r\n0\r\n\r\n",
           " 5\r\nhello\r\n0\r\n\r\n",
           "5 \r\nhello\r\n0\r\n\r\n",
           "5_0\r\nhello\r\n0\r\n\r\n",
           "5\nhello\r\n0\r\n\r\n",
           "5\rhello\r\n0\r\n\r\n",
           "5\r\nhello0\r\n\r\n",
           "5\r\nhelloX\r\n0\r\n\r\n",
           "5\r\nhello\n0\r\n\r\n",
           "\r\nhello\r\n0\r\n\r\n",
           ";x\r\nhello\r\n0\r\n\r\n",
           "5;\r\nhello\r\n0\r\n\r\n",
           "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n",
           "5;a\rb\r\nhello\r\n0\r\n\r\n",
           "0;a=\"\r\n\r\n"
           "\"\r\n\r\n",
           "10000000000000005\r\nhello\r\n0\r\n\r\n",
           "0\r\nContent-Length: 5\r\n\r\n",
           "0\r\nHost: y\r\n\r\n",
           "0\r\nTransfer-Encoding: chunked\r\n\r\n",
           "0\r\n: y\r\n\r\n",
           "0\r\nX: y\n\r\n\r\n",
       }) {
    for (const std::size_t piece : {1000u, 1u}) {
      const std::string text = read(chunked(body + kHidden), piece);
      EXPECT_TRUE(text.starts_with("400 /a: ")) << body << text;
    }
  }
}

TEST(Reader, BoundsChunkHeadersAndTrailers) {
  for (const char* const start : {"5;a=", "0\r\nX: "}) {
    for (const std::size_t piece : {100'000u, 1u}) {
      EXPECT_EQ(read(chunked(start + std::string(65'536, 'x')), piece),
                "400 /a: the chunks of the body are malformed");
    }
  }
}

}  // namespace
}  // namespace patchbay::http
