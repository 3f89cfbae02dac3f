// Packs with zlib and libzstd, which write the same bytes for the same input.
#include "cli/transfer/output_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/guarded_file.h"
#include "base/result.h"

namespace patchbay::app {
namespace {

using Status = std::expected<void, std::string>;

constexpr std::size_t kBuffered = std::size_t{256} << 10;
constexpr int kGzipFormat = MAX_WBITS + 16;
constexpr int kMemoryLevel = 8;
constexpr int kZstdLevel = 3;

class Packer {
 public:
  Packer() = default;
  virtual ~Packer() = default;
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  // Appends to `out` what is packed so far. Returns false if it cannot be packed, because there is
  // no memory for it.
  [[nodiscard]] virtual bool add(std::string_view bytes, bool is_last, std::string& out) {
    (void)is_last;
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

std::unique_ptr<Packer> make_packer(Packing packing) {
  switch (packing) {
    case Packing::gzip:
      return std::make_unique<Gzip>();
    case Packing::zstd:
      return std::make_unique<Zstd>();
    case Packing::none:
      break;
  }
  return std::make_unique<Packer>();
}

class RealOutputFile final : public OutputFile {
 public:
  RealOutputFile(std::string path, Packing packing)
      : path_(std::move(path)), partial_(path_ + ".partial"), packer_(make_packer(packing)) {}
  ~RealOutputFile() override {
    if (file_) ::unlink(partial_.c_str());
  }
  RealOutputFile(const RealOutputFile&) = delete;
  RealOutputFile& operator=(const RealOutputFile&) = delete;

  [[nodiscard]] Status begin() {
    if (is_standard()) return {};
    file_ = Descriptor(
        ::open(partial_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file_) return failed();
    return {};
  }

  Status write(std::string_view bytes) override {
    buffered_ += bytes;
    if (buffered_.size() < kBuffered) return {};
    return pack(/*is_last=*/false);
  }

  Status finish() override {
    TRY_DO(pack(/*is_last=*/true));
    if (is_standard()) return {};
    if (::fsync(file_.get()) != 0 || ::rename(partial_.c_str(), path_.c_str()) != 0)
      return failed();
    file_ = Descriptor();
    // The name itself must survive a power failure too. Some file systems cannot sync folders.
    const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
    const Descriptor held(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!held || (::fsync(held.get()) != 0 && errno != EINVAL)) return failed();
    return {};
  }

 private:
  [[nodiscard]] bool is_standard() const { return path_ == "-"; }
  [[nodiscard]] std::unexpected<std::string> failed() const {
    return std::unexpected((is_standard() ? "standard output" : path_) +
                           " cannot be written: " + std::strerror(errno));
  }

  Status pack(bool is_last) {
    std::string packed;
    if (!packer_->add(buffered_, is_last, packed))
      return std::unexpected(path_ + " cannot be packed: there is not enough memory");
    buffered_.clear();
    const int descriptor = is_standard() ? STDOUT_FILENO : file_.get();
    for (std::string_view rest = packed; !rest.empty();) {
      const ssize_t done = ::write(descriptor, rest.data(), rest.size());
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) return failed();
      rest.remove_prefix(static_cast<std::size_t>(done));
    }
    return {};
  }

  const std::string path_;
  const std::string partial_;
  const std::unique_ptr<Packer> packer_;
  Descriptor file_;
  std::string buffered_;
};

}  // namespace

std::expected<std::unique_ptr<OutputFile>, std::string> OutputFile::open(const std::string& path,
                                                                         Packing packing) {
  auto out = std::make_unique<RealOutputFile>(path, packing);
  TRY_DO(out->begin());
  return out;
}

Packing packing_by_name(std::string_view path) {
  if (path.ends_with(".gz")) return Packing::gzip;
  if (path.ends_with(".zst")) return Packing::zstd;
  return Packing::none;
}

}  // namespace patchbay::app
