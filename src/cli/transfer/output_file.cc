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
#include "store/sqlite/data_folder.h"

namespace patchbay::app {
namespace {

using Status = std::expected<void, std::string>;

namespace fs = std::filesystem;

constexpr std::size_t kBuffered = std::size_t{256} << 10;

// The file that a path leads to, though it need not be there.
fs::path target_of(const std::string& path) {
  constexpr int kLinksMax = 40;
  std::error_code wrong;
  fs::path out = fs::absolute(path, wrong);
  for (int i = 0; i < kLinksMax && fs::is_symlink(out, wrong); ++i)
    out = out.parent_path() / fs::read_symlink(out, wrong);
  const fs::path real = fs::weakly_canonical(out, wrong);
  return wrong ? out : real;
}

class RealOutputFile final : public OutputFile {
 public:
  RealOutputFile(std::string path, Packing packing)
      : path_(std::move(path)), packer_(Packer::make(packing)) {}
  ~RealOutputFile() override {
    if (file_ && !partial_.empty()) ::unlink(partial_.c_str());
  }
  RealOutputFile(const RealOutputFile&) = delete;
  RealOutputFile& operator=(const RealOutputFile&) = delete;

  [[nodiscard]] Status begin() {
    if (is_standard()) return {};
    std::error_code none;
    const auto status = fs::status(path_, none);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
      file_ = Descriptor(::open(path_.c_str(), O_WRONLY | O_CLOEXEC));
      if (!file_) return failed();
      return {};
    }
    target_ = target_of(path_);
    partial_ = target_.string() + ".partial";
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
    if (is_standard() || partial_.empty()) return {};
    if (::fsync(file_.get()) != 0 || ::rename(partial_.c_str(), target_.c_str()) != 0)
      return failed();
    file_ = Descriptor();
    // The name itself must survive a power failure too. Some file systems cannot sync folders.
    const Descriptor held(
        ::open(target_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
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
  fs::path target_;
  fs::path partial_;  // empty: what is written goes to the file itself
  const std::unique_ptr<Packer> packer_;
  Descriptor file_;
  std::string buffered_;
};

}  // namespace

std::expected<void, std::string> OutputFile::must_be_apart(const std::string& path,
                                                           const FilesRead& read) {
  if (path.empty() || path == "-") return {};
  const auto refused = [&](const std::string& why) {
    return std::unexpected(path + " cannot be written: " + why);
  };
  const fs::path target = target_of(path);
  std::error_code none;
  if (fs::is_directory(target, none)) return refused("it is a folder, so name a file in it");
  for (const std::string& each : read)
    if (!each.empty() && each != "-" && target_of(each) == target)
      return refused("this command reads it, so name another file");
  if (fs::exists(target.parent_path() / store::sqlite::kDatabase, none))
    return refused("its folder is that of a store, so name a file elsewhere");
  return {};
}

std::expected<std::unique_ptr<OutputFile>, std::string> OutputFile::open(const std::string& path,
                                                                         Packing packing,
                                                                         const FilesRead& read) {
  TRY_DO(must_be_apart(path, read));
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
