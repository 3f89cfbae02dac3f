// Scans a head, parses it, and collects the body that it announces.
#include "http/request_parser.h"

#include <algorithm>
#include <utility>

#include "http/head_scan.h"

namespace patchbay::http {
namespace {

// A client may announce more than it ever sends, so memory is taken as the bytes arrive.
constexpr std::uint64_t kReserveBytesMax = 16 * 1024;

constexpr std::string_view kTooLarge = "the body is too large";

}  // namespace

RequestParser::RequestParser(const Limits& limits, PlaceOfBody place_of_body)
    : limits_(limits), place_of_body_(std::move(place_of_body)), chunked_(0, 0) {}

std::size_t RequestParser::feed(std::string_view bytes) {
  const bool was_complete = state_ == State::complete;
  const std::size_t taken = feed_raw(bytes);
  if (state_ == State::complete && !was_complete && head_.coding != ContentCoding::identity)
    decode_body();
  return taken;
}

std::size_t RequestParser::feed_raw(std::string_view bytes) {
  if (state_ == State::body) return feed_body(bytes);
  if (state_ != State::head) return 0;
  const std::size_t taken = feed_head(bytes);
  return state_ == State::body ? taken + feed_body(bytes.substr(taken)) : taken;
}

std::size_t RequestParser::feed_head(std::string_view bytes) {
  const std::size_t blank = seen_ == 0 ? blank_prefix(bytes) : 0;
  bytes.remove_prefix(blank);
  // A lone CR may become another empty line.
  if (bytes == "\r") return blank;
  const HeadScan head = scan_head(bytes, seen_, limits_.header_bytes_max);
  seen_ = bytes.size();
  if (head.state == HeadScan::State::refused) refuse(head.status, head.what, bytes);
  if (head.state != HeadScan::State::whole) return blank;
  seen_ = 0;
  begin_body(bytes.substr(0, head.length));
  return blank + head.length;
}

void RequestParser::begin_body(std::string_view head) {
  head_ = {};
  state_ = State::body;
  if (const auto head_error = parse_head(head, head_))
    return refuse(head_error->status, head_error->what, {});
  body_left_ = head_.body_bytes;
  head_.request.takes_file = takes_file();
  const bool is_long = head_.is_chunked || body_left_ > kUngatedBodyBytes;
  const std::size_t bytes_max = head_.request.takes_file && is_long
                                    ? std::max(limits_.file_bytes_max, limits_.body_bytes_max)
                                    : limits_.body_bytes_max;
  if (head_.is_chunked) {
    chunked_ = ChunkedDecoder(bytes_max, limits_.header_bytes_max);
  } else if (body_left_ > bytes_max) {
    refuse(413, kTooLarge, {});
  } else if (body_left_ == 0) {
    state_ = State::complete;
  } else {
    head_.request.body.reserve(static_cast<std::size_t>(std::min(body_left_, kReserveBytesMax)));
  }
}

bool RequestParser::takes_file() const {
  if (head_.coding != ContentCoding::identity || !place_of_body_) return false;
  switch (place_of_body_(head_.request)) {
    case BodyPlace::file:
      return true;
    case BodyPlace::file_if_needed:
      return head_.is_chunked || body_left_ > limits_.body_bytes_max;
    case BodyPlace::memory:
      break;
  }
  return false;
}

void RequestParser::keep_in_memory() {
  if (state_ != State::body) return;
  if (head_.is_chunked) chunked_.lower_bound(limits_.body_bytes_max);
  const bool is_too_large = head_.is_chunked ? chunked_.state() == ChunkedDecoder::State::too_large
                                             : expected_body_bytes() > limits_.body_bytes_max;
  if (is_too_large) refuse(413, kTooLarge, {});
}

std::size_t RequestParser::feed_body(std::string_view bytes) {
  if (head_.is_chunked) return feed_chunked(bytes);
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(body_left_, bytes.size()));
  head_.request.body.append(bytes.substr(0, size));
  body_left_ -= size;
  if (body_left_ == 0) state_ = State::complete;
  return size;
}

std::size_t RequestParser::feed_chunked(std::string_view bytes) {
  const std::size_t taken = chunked_.feed(bytes, head_.request.body);
  switch (chunked_.state()) {
    case ChunkedDecoder::State::more:
      break;
    case ChunkedDecoder::State::complete:
      state_ = State::complete;
      break;
    case ChunkedDecoder::State::malformed:
      refuse(400, "the chunks of the body are malformed", {});
      break;
    case ChunkedDecoder::State::too_large:
      refuse(413, kTooLarge, {});
      break;
  }
  return taken;
}

// `body_bytes_max` bounds the decompressed body too. An empty body is accepted with any coding,
// because some clients always name one.
void RequestParser::decode_body() {
  std::string& body = head_.request.body;
  if (body.empty()) return;
  auto plain = decompress(body, head_.coding, limits_.body_bytes_max);
  if (plain) {
    body = std::move(*plain);
    return;
  }
  state_ = State::body;
  if (plain.error() == DecodeError::too_large) return refuse(413, kTooLarge, {});
  refuse(400, "the body is not what its Content-Encoding says", {});
}

void RequestParser::refuse(int status, std::string_view what, std::string_view bytes) {
  const bool is_head_read = state_ == State::body || state_ == State::complete;
  const std::string_view target = is_head_read ? std::string_view{} : target_of(bytes);
  const std::string_view path = is_head_read ? head_.request.path : split_target({}, target).path;
  error_ = {.status = status, .path = std::string(path), .what = what};
  state_ = State::refused;
}

Request RequestParser::head() const {
  const Request& from = head_.request;
  return {.method = from.method,
          .path = from.path,
          .query = from.query,
          .headers = from.headers,
          .takes_file = from.takes_file};
}

bool RequestParser::expects_continue() const {
  return head_.expects_continue && head_.request.body.empty();
}

Request RequestParser::take() {
  state_ = State::head;
  head_.request.takes_file = false;
  return std::move(head_.request);
}

}  // namespace patchbay::http
