// Turns bytes into requests, strictly and in order. Knows neither sockets nor time, so that it can
// be tested and fuzzed alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "http/chunked_decoder.h"
#include "http/message.h"
#include "http/request_head.h"
#include "http/server.h"

namespace patchbay::http {

// Why a request is refused. `path` is empty if it was not read.
struct RequestError {
  int status = 400;
  std::string path;
  std::string_view what;
};

// Parses the requests of one connection one after another. A request that could be framed in two
// ways is refused, and nothing after it is read, so that no second request can be smuggled inside
// the first.
class RequestParser {
 public:
  // `head`: waits for the first byte or the rest of a head. `complete` lasts until `take`.
  // `refused` is final.
  enum class State { head, body, complete, refused };

  using PlaceOfBody = std::function<BodyPlace(const Request& head)>;

  // Uses `header_bytes_max`, `body_bytes_max` and `file_bytes_max`. `place_of_body` is that of
  // Server::Options.
  explicit RequestParser(const Limits& limits, PlaceOfBody place_of_body = {});

  // Consumes bytes from the front of `bytes` and returns how many. The caller offers the rest again
  // together with the bytes that follow. Consumes nothing once complete or refused.
  std::size_t feed(std::string_view bytes);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const RequestError& request_error() const { return error_; }
  // Refuses a request that is still being read, as `feed` would. Used for timeouts. `bytes` are
  // those that `feed` left.
  void refuse(int status, std::string_view what, std::string_view bytes);

  // The request without its body, while the body is being read.
  [[nodiscard]] Request head() const;
  // The memory that the body takes so far. `body_bytes` is its final size if that is known.
  [[nodiscard]] std::size_t body_memory() const { return head_.request.body.capacity(); }
  [[nodiscard]] std::uint64_t expected_body_bytes() const {
    return body_left_ + head_.request.body.size();
  }
  [[nodiscard]] bool is_chunked() const { return head_.is_chunked; }
  // Of an incomplete body that may go to a file: it goes to memory all the same. Refuses it if it
  // has more than `body_bytes_max` bytes.
  void keep_in_memory();
  // What take_body() would take.
  [[nodiscard]] std::size_t body_bytes() const { return head_.request.body.size(); }
  // Takes what was read of the body, of one that goes to a file.
  [[nodiscard]] std::string take_body() { return std::exchange(head_.request.body, {}); }
  // Whether the client waits for "100 Continue" before it sends the body.
  [[nodiscard]] bool expects_continue() const;
  // Whether the reply must have no body: the request, as far as it was read, is a HEAD.
  [[nodiscard]] bool is_head_method() const { return head_.request.method == "HEAD"; }
  // Of a complete request: whether the client allows another one after it, and whether its version
  // is 1.0.
  [[nodiscard]] bool keep_alive() const { return head_.keep_alive; }
  [[nodiscard]] bool is_1_0() const { return !head_.is_1_1; }

  // Returns the complete request with its body decompressed, without `source` and `secure`. The
  // next `feed` begins another request.
  [[nodiscard]] Request take();

 private:
  std::size_t feed_raw(std::string_view bytes);
  std::size_t feed_head(std::string_view bytes);
  void begin_body(std::string_view head);
  [[nodiscard]] bool takes_file() const;
  std::size_t feed_body(std::string_view bytes);
  std::size_t feed_chunked(std::string_view bytes);
  void decode_body();

  Limits limits_;
  PlaceOfBody place_of_body_;
  State state_ = State::head;
  RequestError error_;
  RequestHead head_;
  ChunkedDecoder chunked_;
  // How many bytes of an incomplete head were scanned.
  std::size_t seen_ = 0;
  std::uint64_t body_left_ = 0;
};

}  // namespace patchbay::http
