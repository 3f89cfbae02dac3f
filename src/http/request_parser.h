// Bytes become requests, strictly and in order. Knows no socket and no time, so that it can be
// tested and fuzzed alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/chunked_decoder.h"
#include "http/message.h"
#include "http/request_head.h"
#include "http/server.h"

namespace patchbay::http {

// Why a request is refused. `path` is empty where it was not read.
struct RequestError {
  int status = 400;
  std::string path;
  std::string_view what;
};

// Reads the requests of one connection one after another. Where a request could be framed in two
// ways it is refused, and nothing behind it is read: no second request hides in the first.
class RequestParser {
 public:
  // `head`: waiting for the first byte or the rest of a head. `complete` lasts until `take`;
  // `refused` for ever.
  enum class State { head, body, complete, refused };

  // Uses `header_bytes_max` and `body_bytes_max`.
  explicit RequestParser(const Limits& limits);

  // Takes what it can use from the front of `bytes` and returns how many that were. What it leaves
  // must be offered again with more behind it. Takes nothing once complete or refused.
  std::size_t feed(std::string_view bytes);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const RequestError& request_error() const { return error_; }
  // Refuses a request that is still being read, as `feed` would; for who watches the time. `bytes`
  // are those that `feed` left.
  void refuse(int status, std::string_view what, std::string_view bytes);

  // While the body is read: the head's request, without the body.
  [[nodiscard]] Request head() const;
  // The memory that the body takes so far, and how long it is known to become.
  [[nodiscard]] std::size_t body_memory() const { return head_.request.body.capacity(); }
  [[nodiscard]] std::uint64_t body_bytes() const { return body_left_ + head_.request.body.size(); }
  [[nodiscard]] bool is_chunked() const { return head_.is_chunked; }
  // The client waits for "100 Continue" before it sends the body.
  [[nodiscard]] bool expects_continue() const;
  // The reply must have no body: the request is, as far as it was read, a HEAD.
  [[nodiscard]] bool is_head() const { return head_.request.method == "HEAD"; }
  // Of a complete request: the client allows another one after it; its version is 1.0.
  [[nodiscard]] bool keep_alive() const { return head_.keep_alive; }
  [[nodiscard]] bool is_1_0() const { return !head_.is_1_1; }

  // The complete request, its body decompressed, without `source` and `secure`. The next `feed`
  // begins another.
  [[nodiscard]] Request take();

 private:
  std::size_t feed_raw(std::string_view bytes);
  std::size_t feed_head(std::string_view bytes);
  void begin_body(std::string_view head);
  std::size_t feed_body(std::string_view bytes);
  std::size_t feed_chunked(std::string_view bytes);
  void decode_body();

  Limits limits_;
  State state_ = State::head;
  RequestError error_;
  RequestHead head_;
  ChunkedDecoder chunked_;
  // How much of a head that is not whole was looked at.
  std::size_t seen_ = 0;
  std::uint64_t body_left_ = 0;
};

}  // namespace patchbay::http
