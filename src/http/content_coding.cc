// Inflates with zlib piece by piece, so that a decompression bomb is stopped at the bound.
#include "http/content_coding.h"

#include <algorithm>
#include <array>
#include <new>

#include <zlib.h>

#include "http/ascii.h"

namespace patchbay::http {
namespace {

constexpr std::size_t kPieceBytes = 16 * 1024;

// The window bits that inflateInit2 takes for gzip.
constexpr int kGzip = 15 + 16;
constexpr int kZlib = 15;
constexpr int kRaw = -15;

// Whether `body` begins with the two bytes of zlib that the standard requires. Many clients send
// "deflate" without them.
bool has_zlib_header(std::string_view body) {
  if (body.size() < 2) return false;
  const auto first = static_cast<unsigned char>(body[0]);
  const auto second = static_cast<unsigned char>(body[1]);
  return (first & 0x0F) == 8 && (first >> 4) <= 7 && (first * 256 + second) % 31 == 0;
}

class Inflater {
 public:
  Inflater(std::string_view body, int window) : may_go_on_(window == kGzip) {
    // zlib does not write through this pointer.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream_.avail_in = static_cast<uInt>(body.size());
    if (inflateInit2(&stream_, window) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  std::expected<std::string, DecodeError> all(std::size_t bytes_max) {
    std::string out;
    std::array<char, kPieceBytes> piece;
    for (;;) {
      stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream_.avail_out = static_cast<uInt>(piece.size());
      const int result = inflate(&stream_, Z_NO_FLUSH);
      if (result == Z_MEM_ERROR) throw std::bad_alloc();
      if (result != Z_OK && result != Z_STREAM_END) return std::unexpected(DecodeError::malformed);
      const std::size_t size = piece.size() - stream_.avail_out;
      if (size > bytes_max - out.size()) return std::unexpected(DecodeError::too_large);
      out.append(piece.data(), size);
      if (result != Z_STREAM_END) continue;
      if (stream_.avail_in == 0) return out;
      // A gzip file is a series of members (RFC 1952, section 2.2).
      if (!may_go_on_ || inflateReset(&stream_) != Z_OK)
        return std::unexpected(DecodeError::malformed);
    }
  }

 private:
  z_stream stream_{};
  const bool may_go_on_;
};

}  // namespace

std::optional<ContentCoding> find_coding(std::string_view name) {
  if (ascii::equal_ignoring_case(name, "identity")) return ContentCoding::identity;
  if (ascii::equal_ignoring_case(name, "gzip") || ascii::equal_ignoring_case(name, "x-gzip"))
    return ContentCoding::gzip;
  if (ascii::equal_ignoring_case(name, "deflate")) return ContentCoding::deflate;
  return std::nullopt;
}

std::expected<std::string, DecodeError> decompress(std::string_view body, ContentCoding coding,
                                                   std::size_t bytes_max) {
  if (coding == ContentCoding::identity) return std::string(body);
  const int window = coding == ContentCoding::gzip ? kGzip : has_zlib_header(body) ? kZlib : kRaw;
  return Inflater(body, window).all(bytes_max);
}

}  // namespace patchbay::http
