// The requests that the parser reads from bytes, as one line; pieces give the same result as the
// whole.
#include "http/request_parser.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "running.h"

namespace patchbay::http {
namespace {

struct Case {
  std::string bytes;
  std::string want;
};

// The requests and the refusal in `bytes`, fed in pieces of `piece` bytes.
std::string read(std::string_view bytes, std::size_t piece) {
  RequestParser parser{{.header_bytes_max = 300, .body_bytes_max = 100}};
  std::string text;
  std::string buffered;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    buffered += bytes.substr(at, piece);
    for (bool goes_on = true; goes_on;) {
      buffered.erase(0, parser.feed(buffered));
      goes_on = parser.state() == RequestParser::State::complete;
      if (goes_on) text += "[" + describe(parser.take()) + "]";
    }
  }
  if (parser.state() != RequestParser::State::refused) return text;
  const RequestError& request_error = parser.request_error();
  return text + std::to_string(request_error.status) + " " + request_error.path + ": " +
         std::string(request_error.what);
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

// The window bits of inflateInit2 and deflateInit2 for gzip, zlib and raw.
constexpr int kGzipWindow = 15 + 16;
constexpr int kZlibWindow = 15;
constexpr int kRawWindow = -15;

std::string deflated(const std::string& text, int window) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string in = text;
  std::string out(text.size() + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Follows a request that must be refused, and must never be read.
const std::string kHidden = "PUT /hidden HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx";

TEST(RequestParser, SplitsTargets) {
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
      {line("GET http://u:p@x/a"), "[GET /a]"},
      {line("GET http://u@/a"), "400 /a: the request target is malformed"},
      {line("GET http:///a"), "400 : the request target is malformed"},
      {line("GET ftp://x/a"), "400 : the request target is malformed"},
      {line("GET ?b"), "400 : the request target is malformed"},
      {line("GET /a b"), "400 : the headers are malformed"},
      {line("GET /a\x01"), "400 : the headers contain a control character or a folded line"},
      {line("GET /a\x7F"), "400 : the headers contain a control character or a folded line"},
  });
}

TEST(RequestParser, KnowsWrongLinesEarly) {
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

TEST(RequestParser, WantsOneHost) {
  expect_reads({
      {"GET /a HTTP/1.1\r\n\r\n", "400 /a: there is no Host"},
      {"GET /a HTTP/1.0\r\n\r\n", "[GET /a]"},
      {get("host: y\r\n"), "400 /a: there are two Hosts"},
      {"GET http://x/a HTTP/1.1\r\n\r\n", "400 /a: there is no Host"},
  });
}

TEST(RequestParser, WantsAHostThatIsOne) {
  const auto with = [](const std::string& host) {
    return "GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  };
  for (const std::string good :
       {"x", "x:80", "x:", "127.0.0.1:8080", "[::1]", "[2001:db8::1]:443", "a-b.example", "a_b",
        "%C3%BC.example", "xn--mller-kva.example", "0.0.0.0=80", "a;b", "(a)"})
    EXPECT_EQ(read(with(good), 1000), "[GET /a]") << good;
  for (const std::string bad :
       {"",        "a/b",      "u@h",  "a, b", "a,b", "a b",   "http://a",    "a:b",
        "a:80:80", "a:123456", ":80",  "[::1", "::1", "[a]",   "[127.0.0.1]", "[::1]x",
        "a?b",     "a#b",      "a\\b", "%",    "%zz", "\"a\"", "\xC3\xBC",    "{a}"})
    EXPECT_EQ(read(with(bad), 1000),
              "400 /a: the Host is not a host name or address, with or without a port")
        << bad;
  // The authority of an absolute target counts, but Host must be valid too.
  for (const std::string target : {"http://u@/a", "http://a,b/a", "http://a:b/a"})
    EXPECT_EQ(read("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n", 1000),
              "400 /a: the request target is malformed");
  RequestParser parser{{.header_bytes_max = 300, .body_bytes_max = 100}};
  parser.feed("GET http://y:1/a HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_EQ(parser.state(), RequestParser::State::complete);
  const Request request = parser.take();
  EXPECT_EQ(request.header("Host"), "y:1");
  EXPECT_EQ(request.count("Host"), 1U);
}

TEST(RequestParser, TakesAPostForTheMethodThatItNames) {
  const std::string wrong = "400 /a: X-HTTP-Method-Override must be PATCH, PUT or DELETE";
  expect_reads({
      {post("X-HTTP-Method-Override: PATCH\r\n", ""), "[PATCH /a]"},
      {post("x-http-method-override: delete\r\n", ""), "[DELETE /a]"},
      {post("X-HTTP-Method: PUT\r\nContent-Length: 1\r\n", "x"), "[PUT /a x]"},
      {post("X-Method-Override: Patch\r\nX-HTTP-Method: PATCH\r\n", ""), "[PATCH /a]"},
      {post("X-HTTP-Method-Override: POST\r\n", ""), "[POST /a]"},
      {post("X-Method-Override: PUT\r\nX-HTTP-Method: PATCH\r\n", ""),
       "400 /a: X-HTTP-Method-Override is given twice, for two methods"},
      {post("X-HTTP-Method-Override: GET\r\n", ""), wrong},
      {post("X-HTTP-Method-Override: HEAD\r\n", ""), wrong},
      {post("X-HTTP-Method-Override:\r\n", ""), wrong},
      {post("X-HTTP-Method-Override: PATCH, PUT\r\n", ""), wrong},
      // A GET never does more than read.
      {get("X-HTTP-Method-Override: DELETE\r\n"), "[GET /a]"},
      {"PUT /a HTTP/1.1\r\nHost: x\r\nX-HTTP-Method-Override: DELETE\r\n\r\n", "[PUT /a]"},
  });
}

std::string compressed(const std::string& coding, const std::string& body) {
  return post(
      "Content-Encoding: " + coding + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n",
      body);
}

TEST(RequestParser, ReadsCompressedBodies) {
  const std::string a_hundred(100, 'x');
  const std::string wrong = "400 /a: the body is not what its Content-Encoding says";
  const std::string hello = deflated("hello", kGzipWindow);
  expect_reads({
      {compressed("gzip", hello) + get(""), "[POST /a hello][GET /a]"},
      {compressed("X-GZIP", hello), "[POST /a hello]"},
      {compressed("deflate", deflated("hello", kZlibWindow)), "[POST /a hello]"},
      {compressed("deflate", deflated("hello", kRawWindow)), "[POST /a hello]"},
      {compressed("gzip", hello + deflated(" you", kGzipWindow)), "[POST /a hello you]"},
      {compressed("gzip", deflated(a_hundred, kGzipWindow)), "[POST /a " + a_hundred + "]"},
      {compressed("gzip", deflated(a_hundred + "x", kGzipWindow)), "413 /a: the body is too large"},
      {compressed("gzip", deflated(std::string(10'000, 'x'), kGzipWindow)),
       "413 /a: the body is too large"},
      {compressed("gzip", ""), "[POST /a]"},
      {compressed("gzip", "hello"), wrong},
      {compressed("gzip", hello.substr(0, hello.size() - 1)), wrong},
      {compressed("gzip", hello + "x"), wrong},
      {compressed("gzip", deflated("hello", kZlibWindow)), wrong},
      {compressed("deflate", "\xFF\xFF\xFF"), wrong},
      {compressed("gzip, gzip", hello),
       "415 /a: the content encoding is not supported; gzip and deflate are"},
      {compressed("br", "x"),
       "415 /a: the content encoding is not supported; gzip and deflate are"},
  });
}

TEST(RequestParser, RefusesStrayBytesInHeaders) {
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

TEST(RequestParser, RefusesWhatItDoesNotSpeak) {
  expect_reads({
      {post("Content-Encoding: br\r\n", ""),
       "415 /a: the content encoding is not supported; gzip and deflate are"},
      {post("Content-Encoding: Identity\r\nContent-Length: 1\r\n", "x"), "[POST /a x]"},
      {post("Expect: something\r\n", ""), "417 /a: the expectation is not supported"},
      {post("Content-Type: a/b\r\nContent-Type: c/d\r\n", ""),
       "400 /a: there are two Content-Types"},
      {get("Upgrade: h2c\r\nConnection: Upgrade\r\n"), "[GET /a]"},
  });
}

TEST(RequestParser, RefusesLengthsThatCanBeReadInTwoWays) {
  for (const std::string value : {"+5", "-5", "0x5", "5, 5", "5,", "5 5", "", "５", "1_0",
                                  "18446744073709551616", "99999999999999999999999"}) {
    const std::string text =
        read(post("Content-Length: " + value + "\r\n", "hello" + kHidden), 1000);
    EXPECT_TRUE(text.starts_with("400 /a: the ")) << value << ": " << text;
  }
  EXPECT_EQ(read(post("Content-Length: 18446744073709551615\r\n", kHidden), 1000),
            "413 /a: the body is too large");
}

TEST(RequestParser, ReadsNothingBehindAnAmbiguousRequest) {
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

TEST(RequestParser, ReadsChunks) {
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

TEST(RequestParser, ReadsNothingBehindABrokenChunk) {
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

TEST(RequestParser, BoundsChunkHeadersAndTrailers) {
  for (const char* const start : {"5;a=", "0\r\nX: "}) {
    for (const std::size_t piece : {100'000u, 1u}) {
      EXPECT_EQ(read(chunked(start + std::string(65'536, 'x')), piece),
                "400 /a: the chunks of the body are malformed");
    }
  }
}

}  // namespace
}  // namespace patchbay::http
