// Making, locking and syncing the folder.
#include "store/sqlite/folder.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace patchbay::store::sqlite {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

std::unexpected<std::string> refusal(const std::filesystem::path& path, const std::string& what) {
  const std::string reason = std::strerror(errno);
  return std::unexpected("the data folder " + path.string() + " cannot be used: " + what + ": " +
                         reason);
}

// A descriptor for the length of a scope.
class Open {
 public:
  Open(const std::filesystem::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, kFileMode)) {}
  ~Open() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] explicit operator bool() const { return descriptor_ >= 0; }
  [[nodiscard]] int take() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

bool sync_folder(const std::filesystem::path& path) {
  const Open folder(path, O_RDONLY | O_DIRECTORY);
  return folder && ::fsync(folder.get()) == 0;
}

std::string first_line(int descriptor) {
  std::array<char, 512> bytes;
  const ssize_t count = ::pread(descriptor, bytes.data(), bytes.size(), 0);
  std::string text(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  return text.substr(0, text.find('\n'));
}

bool write_line(int descriptor, const std::string& line) {
  return ::ftruncate(descriptor, 0) == 0 &&
         ::pwrite(descriptor, line.data(), line.size(), 0) == std::ssize(line);
}

}  // namespace

std::expected<Folder, std::string> Folder::hold(const std::filesystem::path& path,
                                                const std::string& holder) {
  if (::mkdir(path.c_str(), kFolderMode) == 0)
    sync_folder(path / "..");
  else if (errno != EEXIST)
    return refusal(path, "it cannot be made");
  Open lock(path / "LOCK", O_RDWR | O_CREAT);
  if (!lock) return refusal(path, "its file LOCK cannot be opened");
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return refusal(path, "its file LOCK cannot be locked");
    return std::unexpected("the data folder " + path.string() + " is in use by another process (" +
                           first_line(lock.get()) + ")");
  }
  if (!write_line(lock.get(), "pid " + std::to_string(::getpid()) + ", " + holder + "\n"))
    return refusal(path, "its file LOCK cannot be written");
  return Folder(path, lock.take());
}

Folder::Folder(Folder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

Folder::~Folder() {
  if (lock_ >= 0) ::close(lock_);
}

std::expected<std::filesystem::path, std::string> Folder::database() const {
  std::filesystem::path file = path_ / kDatabase;
  const Open database(file, O_RDWR | O_CREAT);
  if (!database) return refusal(path_, "its database cannot be opened");
  if (::fchmod(database.get(), kFileMode) != 0)
    return refusal(path_, "the mode of its database cannot be set");
  if (::fsync(database.get()) != 0 || !sync_folder(path_))
    return refusal(path_, "it cannot be written to disk");
  return file;
}

}  // namespace patchbay::store::sqlite
