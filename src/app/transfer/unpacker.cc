// Decompresses with zlib and libzstd. Several streams one after another count as one.
#include "app/transfer/unpacker.h"

#include <array>

#include <zlib.h>
#include <zstd.h>

namespace patchbay::app {
namespace {

using Added = std::expected<void, std::string>;

constexpr std::size_t kUnpackedPiece = std::size_t{64} << 10;
// No table is so alike that a piece of a file unpacks to more.
constexpr std::size_t kAtOnceMax = std::size_t{32} << 20;
constexpr const char* kTooLong = "unpacks to far more than a table would";
// 16 more than the largest window: zlib then reads the header of gzip.
constexpr int kGzipWindow = MAX_WBITS + 16;

class Plain final : public Unpacker {
 public:
  Added add(std::string_view bytes, std::string& out) override {
    out += bytes;
    return {};
  }
  [[nodiscard]] bool is_complete() const override { return true; }
};

class Gunzip final : public Unpacker {
 public:
  Gunzip() { inflateInit2(&stream_, kGzipWindow); }
  ~Gunzip() override { inflateEnd(&stream_); }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  Added add(std::string_view bytes, std::string& out) override {
    std::string copy(bytes);
    stream_.next_in = reinterpret_cast<Bytef*>(copy.data());
    stream_.avail_in = static_cast<uInt>(copy.size());
    while (stream_.avail_in > 0) {
      if (is_complete_) inflateReset(&stream_);
      is_complete_ = false;
      std::array<char, kUnpackedPiece> piece{};
      stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream_.avail_out = static_cast<uInt>(piece.size());
      const int result = inflate(&stream_, Z_NO_FLUSH);
      if (result != Z_OK && result != Z_STREAM_END) return std::unexpected("is not whole gzip");
      out.append(piece.data(), piece.size() - stream_.avail_out);
      is_complete_ = result == Z_STREAM_END;
      if (out.size() > kAtOnceMax) return std::unexpected(kTooLong);
    }
    return {};
  }
  [[nodiscard]] bool is_complete() const override { return is_complete_; }

 private:
  z_stream stream_{};
  bool is_complete_ = false;
};

class Unzstd final : public Unpacker {
 public:
  Unzstd() : stream_(ZSTD_createDStream()) { ZSTD_initDStream(stream_); }
  ~Unzstd() override { ZSTD_freeDStream(stream_); }
  Unzstd(const Unzstd&) = delete;
  Unzstd& operator=(const Unzstd&) = delete;

  Added add(std::string_view bytes, std::string& out) override {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    std::array<char, kUnpackedPiece> piece{};
    for (bool more = in.size > 0; more;) {
      ZSTD_outBuffer to{piece.data(), piece.size(), 0};
      const std::size_t left = ZSTD_decompressStream(stream_, &to, &in);
      if (ZSTD_isError(left)) return std::unexpected("is not whole zstd");
      out.append(piece.data(), to.pos);
      is_complete_ = left == 0;
      if (out.size() > kAtOnceMax) return std::unexpected(kTooLong);
      more = in.pos < in.size || to.pos == piece.size();
    }
    return {};
  }
  [[nodiscard]] bool is_complete() const override { return is_complete_; }

 private:
  ZSTD_DStream* stream_;
  bool is_complete_ = false;
};

}  // namespace

std::unique_ptr<Unpacker> Unpacker::make(Packing packing) {
  switch (packing) {
    case Packing::gzip:
      return std::make_unique<Gunzip>();
    case Packing::zstd:
      return std::make_unique<Unzstd>();
    case Packing::none:
      break;
  }
  return std::make_unique<Plain>();
}

Packing packing_of(std::string_view bytes) {
  if (bytes.starts_with("\x1f\x8b")) return Packing::gzip;
  if (bytes.starts_with("\x28\xb5\x2f\xfd")) return Packing::zstd;
  return Packing::none;
}

std::string_view foreign_format(std::string_view bytes) {
  struct Format {
    std::string_view begins;
    std::string_view name;
  };
  static constexpr Format kFormats[] = {
      {"PK\x03\x04",
       "a workbook (.xlsx, .ods) or a ZIP archive: save the sheet as CSV, or unpack it"},
      {"PK\x05\x06", "an empty ZIP archive"},
      {"\xD0\xCF\x11\xE0", "an old workbook (.xls): save the sheet as CSV"},
      {"%PDF", "a PDF: save the table that it shows as CSV"},
      {"BZh", "packed by bzip2: unpack it, or pack it by gzip or zstd"},
      {"\xFD\x37zX", "packed by xz: unpack it, or pack it by gzip or zstd"},
      {"7z\xBC\xAF", "a 7z archive: unpack it"},
      {"PAR1", "a Parquet file: write the table as CSV"},
  };
  for (const Format& each : kFormats)
    if (bytes.starts_with(each.begins)) return each.name;
  return {};
}

const char* word(Packing packing) {
  switch (packing) {
    case Packing::gzip:
      return "gzip";
    case Packing::zstd:
      return "zstd";
    case Packing::none:
      break;
  }
  return "none";
}

}  // namespace patchbay::app
