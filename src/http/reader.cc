// Scans a head, reads it, and collects the body that it announces.
#include "http/reader.h"

#include <algorithm>
#include <utility>

#include "http/head.h"

namespace patchbay::http {
namespace {

// A client may announce more than it ever sends: memory is taken as the bytes arrive.
constexpr std::uint64_t kReserveBytesMax = 16 * 1024;

constexpr std::string_view kTooLarge = "the body is too large";

}  // namespace

Reader::Reader(const Limits& limits) : limits_(limits), chunks_(0, 0) {}

std::size_t Reader::feed(std::string_view bytes) {
  const bool was_complete = state_ == State::complete;
  const std::size_t taken = feed_raw(bytes);
  if (state_ == State::complete && !was_complete && heading_.coding != Coding::identity)
    decode_body();
  return taken;
}

std::size_t Reader::feed_raw(std::string_view bytes) {
  if (state_ == State::body) return feed_body(bytes);
  if (state_ != State::head) return 0;
  const std::size_t taken = feed_head(bytes);
  return state_ == State::body ? taken + feed_body(bytes.substr(taken)) : taken;
}

std::size_t Reader::feed_head(std::string_view bytes) {
  const std::size_t blank = seen_ == 0 ? blank_prefix(bytes) : 0;
  bytes.remove_prefix(blank);
  // A lone CR may become one more empty line.
  if (bytes == "\r") return blank;
  const Head head = scan_head(bytes, seen_, limits_.header_bytes_max);
  seen_ = bytes.size();
  if (head.is == Head::Is::refused) refuse(head.status, head.what, bytes);
  if (head.is != Head::Is::whole) return blank;
  seen_ = 0;
  begin_body(bytes.substr(0, head.length));
  return blank + head.length;
}

void Reader::begin_body(std::string_view head) {
  heading_ = {};
  state_ = State::body;
  if (const auto fault = read_head(head, heading_)) return refuse(fault->status, fault->what, {});
  body_left_ = heading_.body_bytes;
  if (heading_.is_chunked) {
    chunks_ = Chunks(limits_.body_bytes_max, limits_.header_bytes_max);
  } else if (body_left_ > limits_.body_bytes_max) {
    refuse(413, kTooLarge, {});
  } else if (body_left_ == 0) {
    state_ = State::complete;
  } else {
    heading_.request.body.reserve(static_cast<std::size_t>(std::min(body_left_, kReserveBytesMax)));
  }
}

std::size_t Reader::feed_body(std::string_view bytes) {
  if (heading_.is_chunked) return feed_chunks(bytes);
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(body_left_, bytes.size()));
  heading_.request.body.append(bytes.substr(0, size));
  body_left_ -= size;
  if (body_left_ == 0) state_ = State::complete;
  return size;
}

std::size_t Reader::feed_chunks(std::string_view bytes) {
  const std::size_t taken = chunks_.feed(bytes, heading_.request.body);
  switch (chunks_.state()) {
    case Chunks::State::more:
      break;
    case Chunks::State::complete:
      state_ = State::complete;
      break;
    case Chunks::State::malformed:
      refuse(400, "the chunks of the body are malformed", {});
      break;
    case Chunks::State::too_large:
      refuse(413, kTooLarge, {});
      break;
  }
  return taken;
}

// `body_bytes_max` bounds what comes out as it bounds what comes in. Clients that always name a
// coding name one for no body, too.
void Reader::decode_body() {
  std::string& body = heading_.request.body;
  if (body.empty()) return;
  auto plain = decoded(body, heading_.coding, limits_.body_bytes_max);
  if (plain) {
    body = std::move(*plain);
    return;
  }
  state_ = State::body;
  if (plain.error() == Undecodable::too_large) return refuse(413, kTooLarge, {});
  refuse(400, "the body is not what its Content-Encoding says", {});
}

void Reader::refuse(int status, std::string_view what, std::string_view bytes) {
  const bool is_head_read = state_ == State::body;
  const std::string_view target = is_head_read ? std::string_view{} : target_of(bytes);
  const std::string_view path =
      is_head_read ? heading_.request.path : split_target({}, target).path;
  refusal_ = {.status = status, .path = std::string(path), .what = what};
  state_ = State::refused;
}

Request Reader::head() const {
  const Request& from = heading_.request;
  return {.method = from.method, .path = from.path, .query = from.query, .headers = from.headers};
}

bool Reader::expects_continue() const {
  return heading_.expects_continue && heading_.request.body.empty();
}

Request Reader::take() {
  state_ = State::head;
  return std::move(heading_.request);
}

}  // namespace patchbay::http
