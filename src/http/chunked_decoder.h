// The chunked transfer coding, decoded strictly (RFC 9112, section 7.1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace patchbay::http {

// Decodes one body. Chunk extensions and trailers are checked and dropped. A trailer field that
// affects framing or routing is refused, because it comes after the head was processed.
class ChunkedDecoder {
 public:
  enum class State { more, complete, malformed, too_large };

  // `body_bytes_max` bounds the decoded body, all that was appended. `line_bytes_max` bounds the
  // first line of one chunk, and all trailers together.
  ChunkedDecoder(std::size_t body_bytes_max, std::size_t line_bytes_max)
      : body_bytes_max_(body_bytes_max), line_bytes_max_(line_bytes_max) {}

  // Decodes the front of `bytes`, appends the result to `body` and returns how many bytes were
  // consumed. The caller offers the rest again together with the bytes that follow.
  std::size_t feed(std::string_view bytes, std::string& body);
  [[nodiscard]] State state() const { return state_; }
  // Lowers the bound of a body that is being decoded.
  void lower_bound(std::size_t body_bytes_max);

 private:
  enum class Part { size, data, data_end, trailer };

  // Does one step and returns the bytes consumed: 0 if it needs more bytes or the body is complete.
  std::size_t step(std::string_view bytes, std::string& body);
  std::size_t take_data(std::string_view bytes, std::string& body);
  void take_size(std::string_view line);
  void take_trailer(std::string_view line);

  std::size_t body_bytes_max_;
  std::size_t line_bytes_max_;
  State state_ = State::more;
  Part part_ = Part::size;
  std::uint64_t left_ = 0;
  std::size_t body_bytes_ = 0;  // decoded, or announced by the current chunk
  std::size_t trailer_bytes_ = 0;
};

}  // namespace patchbay::http
