// HTTP: bytes in one piece and in pieces give the same requests and the same refusal; a request
// that is written again reads as the same request.
#include <algorithm>
#include <string>
#include <vector>

#include "http/ascii.h"
#include "http/request_parser.h"
#include "must.h"

using patchbay::fuzz::must;
using patchbay::fuzz::text_of;
namespace http = patchbay::http;
using http::RequestParser;

namespace {

constexpr std::size_t kHeaderBytesMax = 600;
constexpr std::size_t kBodyBytesMax = 400;

// A complete request, and how it was framed.
struct ParsedRequest {
  http::Request request;
  bool keep_alive = false;
  bool is_1_0 = false;
};

struct ParsedStream {
  std::vector<ParsedRequest> requests;
  RequestParser::State state = RequestParser::State::head;
  http::RequestError error;
};

// Parses `bytes` in pieces whose sizes are 1 + those in `cuts`, again and again; in one piece if
// `cuts` is empty.
ParsedStream parse(std::string_view bytes, std::string_view cuts,
                   std::size_t header_bytes_max = kHeaderBytesMax) {
  RequestParser parser{{.header_bytes_max = header_bytes_max, .body_bytes_max = kBodyBytesMax}};
  ParsedStream out;
  std::string waiting;
  std::size_t piece = 0;
  while (!bytes.empty()) {
    const std::size_t size =
        cuts.empty() ? bytes.size()
                     : std::size_t{1} + static_cast<unsigned char>(cuts[piece++ % cuts.size()]);
    waiting += bytes.substr(0, size);
    bytes.remove_prefix(std::min(size, bytes.size()));
    for (;;) {
      const std::size_t taken = parser.feed(waiting);
      must(taken <= waiting.size());
      waiting.erase(0, taken);
      if (parser.state() != RequestParser::State::complete) break;
      must(parser.feed(waiting) == 0);
      const bool keep_alive = parser.keep_alive();
      const bool is_1_0 = parser.is_1_0();
      out.requests.push_back({parser.take(), keep_alive, is_1_0});
    }
  }
  out.state = parser.state();
  out.error = parser.request_error();
  return out;
}

bool is_same(const ParsedRequest& a, const ParsedRequest& b) {
  return a.request.method == b.request.method && a.request.path == b.request.path &&
         a.request.query == b.request.query && a.request.headers == b.request.headers &&
         a.request.body == b.request.body && a.keep_alive == b.keep_alive && a.is_1_0 == b.is_1_0;
}

// A refusal in pieces may come before the request line is complete, and then it has no path.
void must_be_same(const ParsedStream& whole, const ParsedStream& pieces) {
  must(std::ranges::equal(whole.requests, pieces.requests, is_same));
  must(whole.state == pieces.state);
  if (whole.state != RequestParser::State::refused) return;
  must(whole.error.status == pieces.error.status && whole.error.what == pieces.error.what);
  must(pieces.error.path.empty() || pieces.error.path == whole.error.path);
}

bool frames_body(std::string_view name) {
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"Content-Length", "Transfer-Encoding",
                                              "Content-Encoding"},
      [&](std::string_view known) { return http::ascii::equal_ignoring_case(name, known); });
}

// Writes a request with its plain body and a Content-Length.
std::string write(const ParsedRequest& parsed) {
  const http::Request& request = parsed.request;
  std::string out = request.method + ' ' + request.path;
  if (!request.query.empty()) out += '?' + request.query;
  out += parsed.is_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) {
    // "(name): (value)" is how every field was received, apart from the white space.
    if (!frames_body(name)) ((out += name) += ": ") += value + "\r\n";
  }
  if (!request.body.empty())
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return out + "\r\n" + request.body;
}

void must_read_back(ParsedRequest parsed) {
  must(!parsed.request.method.empty() && !parsed.request.path.empty());
  must(parsed.request.body.size() <= kBodyBytesMax);
  // Writing adds a space after each colon, and a Content-Length.
  ParsedStream again = parse(write(parsed), {}, 2 * kHeaderBytesMax);
  must(again.state == RequestParser::State::head && again.requests.size() == 1);
  for (ParsedRequest* each : {&parsed, &again.requests.front()})
    std::erase_if(each->request.headers,
                  [](const auto& field) { return frames_body(field.first); });
  must(is_same(parsed, again.requests.front()));
}

}  // namespace

// The first two bytes say how the rest is cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kCuts = 2;
  if (size < kCuts) return 0;
  const std::string_view text = text_of(data, size);
  const std::string_view bytes = text.substr(kCuts);
  const ParsedStream whole = parse(bytes, {});
  must_be_same(whole, parse(bytes, text.substr(0, kCuts)));
  must_be_same(whole, parse(bytes, std::string_view("\0", 1)));
  if (whole.state == RequestParser::State::refused)
    must(whole.error.status >= 400 && whole.error.status < 600 && !whole.error.what.empty());
  for (const ParsedRequest& each : whole.requests) must_read_back(each);
  return 0;
}
