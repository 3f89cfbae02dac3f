// Packs with zlib and libzstd, which write the same bytes for the same input.
#include "app/transfer/packer.h"

#include <array>

#include <zlib.h>
#include <zstd.h>

namespace patchbay::app {
namespace {

constexpr int kGzipFormat = MAX_WBITS + 16;
constexpr int kMemoryLevel = 8;
constexpr int kZstdLevel = 3;

class Unpacked final : public Packer {
 public:
  bool add(std::string_view bytes, bool /*is_last*/, std::string& out) override {
    out += bytes;
    return true;
  }
};

class Gzip final : public Packer {
 public:
  Gzip() {
    is_ready_ = deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipFormat, kMemoryLevel,
                             Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~Gzip() override { deflateEnd(&stream_); }

  bool add(std::string_view bytes, bool is_last, std::string& out) override {
    if (!is_ready_) return false;
    std::string copy(bytes);
    stream_.next_in = reinterpret_cast<Bytef*>(copy.data());
    stream_.avail_in = static_cast<uInt>(copy.size());
    std::array<char, 16384> piece{};
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream_.avail_out = static_cast<uInt>(piece.size());
      if (deflate(&stream_, is_last ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_ERROR) return false;
      out.append(piece.data(), piece.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
    return true;
  }

 private:
  z_stream stream_{};
  bool is_ready_ = false;
};

class Zstd final : public Packer {
 public:
  Zstd() : stream_(ZSTD_createCCtx()) {
    if (!stream_) return;
    ZSTD_CCtx_setParameter(stream_, ZSTD_c_compressionLevel, kZstdLevel);
    ZSTD_CCtx_setParameter(stream_, ZSTD_c_checksumFlag, 1);
  }
  ~Zstd() override { ZSTD_freeCCtx(stream_); }

  bool add(std::string_view bytes, bool is_last, std::string& out) override {
    if (!stream_) return false;
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    std::array<char, 16384> piece{};
    for (bool more = true; more;) {
      ZSTD_outBuffer to{piece.data(), piece.size(), 0};
      const std::size_t left =
          ZSTD_compressStream2(stream_, &to, &in, is_last ? ZSTD_e_end : ZSTD_e_continue);
      out.append(piece.data(), to.pos);
      if (ZSTD_isError(left)) return false;
      more = is_last ? left > 0 : in.pos < in.size;
    }
    return true;
  }

 private:
  ZSTD_CCtx* stream_;
};

}  // namespace

std::unique_ptr<Packer> Packer::make(Packing packing) {
  switch (packing) {
    case Packing::gzip:
      return std::make_unique<Gzip>();
    case Packing::zstd:
      return std::make_unique<Zstd>();
    case Packing::none:
      break;
  }
  return std::make_unique<Unpacked>();
}

}  // namespace patchbay::app
