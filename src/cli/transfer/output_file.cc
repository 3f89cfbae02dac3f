// Writes a file under another name, and renames it at the end.
#include "cli/transfer/output_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "app/transfer/packer.h"
#include "base/guarded_file.h"
#include "base/result.h"

namespace patchbay::app {
namespace {

using Status = std::expected<void, std::string>;

constexpr std::size_t kBuffered = std::size_t{256} << 10;

class RealOutputFile final : public OutputFile {
 public:
  RealOutputFile(std::string path, Packing packing)
      : path_(std::move(path)), partial_(path_ + ".partial"), packer_(Packer::make(packing)) {}
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
