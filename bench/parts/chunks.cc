// Our reader of chunked bodies beside Boost.Beast's: time, and odd bodies that each accepts. With
// the argument `bytes`, Beast alone reads bodies that arrive byte by byte.
#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>

#include "http/chunked_decoder.h"
#include "parts/contest.h"

namespace patchbay::bench {
namespace {

constexpr std::size_t kBodyMax = 8 << 20;
constexpr std::size_t kPiece = 8192;
constexpr std::size_t kRounds = 15;

std::string chunked(std::size_t chunk_bytes, std::size_t body_bytes) {
  std::string out;
  char size[32];
  for (std::size_t done = 0; done < body_bytes; done += chunk_bytes) {
    std::snprintf(size, sizeof size, "%zx\r\n", chunk_bytes);
    out += size;
    out.append(chunk_bytes, 'x');
    out += "\r\n";
  }
  return out + "0\r\n\r\n";
}

// Returns the decoded body, or nothing if it is malformed or not complete.
std::string decode_with_own(std::string_view input, std::size_t piece) {
  using Decoder = http::ChunkedDecoder;
  Decoder decoder(kBodyMax, 4096);
  std::string body;
  std::size_t arrived = 0;
  std::size_t taken = 0;
  while (arrived < input.size() && decoder.state() == Decoder::State::more) {
    arrived = std::min(input.size(), arrived + piece);
    taken += decoder.feed(input.substr(taken, arrived - taken), body);
  }
  return decoder.state() == Decoder::State::complete ? body : "";
}

// Beast wants a head before the body.
std::string with_head(const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
}

// The same with Beast, from a head on.
std::string decode_with_beast(std::string_view all, std::size_t piece) {
  namespace beast = boost::beast::http;
  beast::request_parser<beast::string_body> parser;
  parser.body_limit(kBodyMax);
  parser.eager(true);
  std::size_t arrived = 0;
  std::size_t taken = 0;
  while (arrived < all.size() && !parser.is_done()) {
    arrived = std::min(all.size(), arrived + piece);
    for (;;) {
      boost::system::error_code error;
      const std::size_t used =
          parser.put(boost::asio::buffer(all.data() + taken, arrived - taken), error);
      taken += used;
      if (error && error != beast::error::need_more) return "";
      if (used == 0 || parser.is_done()) break;
    }
  }
  return parser.is_done() ? std::move(parser.get().body()) : "";
}

void measure(std::size_t chunk_bytes, std::size_t body_bytes) {
  const std::string input = chunked(chunk_bytes, body_bytes);
  const std::size_t turns = kBodyMax / body_bytes;
  const std::string request = with_head(input);
  const auto repeat = [&](auto decode, const std::string& bytes) {
    for (std::size_t turn = 0; turn < turns; ++turn)
      if (decode(bytes, kPiece).size() != body_bytes) std::printf("a body was not decoded\n");
  };
  const auto standings = contest({{"own", [&] { repeat(decode_with_own, input); }},
                                  {"Beast", [&] { repeat(decode_with_beast, request); }}},
                                 kRounds);
  std::printf("chunks of %zu bytes, body of %zu: own %.1f us, Beast x %.2f\n", chunk_bytes,
              body_bytes, standings[0].seconds / static_cast<double>(turns) * 1e6,
              standings[1].ratio);
}

void compare_odd_bodies() {
  struct Row {
    const char* what;
    const char* body;
  };
  constexpr Row kRows[] = {
      {"lines that end in LF alone", "5\nhello\n0\n\n"},
      {"space after the size", "5 \r\nhello\r\n0\r\n\r\n"},
      {"extension without a name", "5;\r\nhello\r\n0\r\n\r\n"},
      {"size with 0x", "0x5\r\nhello\r\n0\r\n\r\n"},
      {"size of 17 digits", "00000000000000005\r\nhello\r\n0\r\n\r\n"},
      {"trailer Content-Length", "5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n"},
      {"trailer Transfer-Encoding", "5\r\nhello\r\n0\r\nTransfer-Encoding: gzip\r\n\r\n"},
      {"trailer Host", "5\r\nhello\r\n0\r\nHost: b\r\n\r\n"},
      {"trailer Authorization", "5\r\nhello\r\n0\r\nAuthorization: Basic eA==\r\n\r\n"},
  };
  const auto word = [](const std::string& body) { return body.empty() ? "refuses" : "accepts"; };
  for (const Row& row : kRows)
    std::printf("%-26s own %s, Beast %s\n", row.what, word(decode_with_own(row.body, kPiece)),
                word(decode_with_beast(with_head(row.body), kPiece)));
}

void read_byte_by_byte() {
  for (const char* input :
       {"0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "5;a=\"b\"\r\nhello\r\n0\r\nX: y\r\n\r\n"})
    std::printf("byte by byte: Beast reads '%s'\n", decode_with_beast(with_head(input), 1).c_str());
}

}  // namespace
}  // namespace patchbay::bench

int main(int count, char** words) {
  namespace bench = patchbay::bench;
  if (count > 1 && std::string_view(words[1]) == "bytes") {
    bench::read_byte_by_byte();
    return 0;
  }
  bench::measure(16, 4096);
  bench::measure(1024, 65'536);
  bench::measure(65'536, 1 << 20);
  bench::compare_odd_bodies();
}
