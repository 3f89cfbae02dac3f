// Creates, locks and syncs the data folder.
#include "store/sqlite/data_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace patchbay::store::sqlite {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;
constexpr const char* kLock = "LOCK";

// Others may read the folder's list, because each file in it is readable by its owner only.
constexpr FileRule kFolder{.forbidden = 0022};
constexpr FileRule kLockFile{.forbidden = 0022, .links_max = 1};
constexpr FileRule kDatabaseFile{.forbidden = 0};

std::unexpected<std::string> refusal(const std::filesystem::path& path, const std::string& what) {
  const std::string reason = std::strerror(errno);
  return std::unexpected("the data folder " + path.string() + " cannot be used: " + what + ": " +
                         reason);
}

std::unexpected<std::string> refusal(const std::filesystem::path& path, const FileProblem& problem,
                                     const std::string& file = {}) {
  return std::unexpected("the data folder " + path.string() + " cannot be used: " +
                         (file.empty() ? "it " : "its file " + file + ' ') + problem.text);
}

bool sync_folder(const std::filesystem::path& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
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

// Follows a link to a folder. The check that matters is who may change the folder it leads to.
std::expected<Descriptor, std::string> opened(const std::filesystem::path& path) {
  Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return refusal(path, "it cannot be opened");
  if (auto judged = check_guarded(folder.get(), kFolder); !judged)
    return refusal(path, judged.error());
  return folder;
}

constexpr std::int64_t kSecond = 1'000'000'000;
// Looks at the folder alone between two at each file.
constexpr int kLooks = 63;

std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * kSecond + time.tv_nsec; }

std::optional<Identity> identity_of(const std::filesystem::path& path,
                                    std::int64_t* written = nullptr) {
  struct stat subject{};
  if (::stat(path.c_str(), &subject) != 0) return std::nullopt;
  if (written) *written = std::max(*written, nanoseconds(subject.st_mtim));
  return Identity{subject.st_dev, subject.st_ino};
}

std::uintmax_t bytes_of(const std::filesystem::path& file) {
  std::error_code none;
  const std::uintmax_t size = std::filesystem::file_size(file, none);
  return none ? 0 : size;
}

}  // namespace

std::expected<Folder, OpenError> Folder::hold(const std::filesystem::path& path,
                                              const std::string& holder) {
  if (::mkdir(path.c_str(), kFolderMode) == 0)
    sync_folder(path / "..");
  else if (errno != EEXIST)
    return refusal(path, "it cannot be made");
  auto folder = opened(path);
  if (!folder) return std::unexpected(std::move(folder).error());
  auto lock = open_guarded(path / kLock, O_RDWR | O_CREAT, kLockFile, kFileMode);
  if (!lock) return refusal(path, lock.error(), kLock);
  if (::flock(lock->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return refusal(path, "its file LOCK cannot be locked");
    return std::unexpected(OpenError("the data folder " + path.string() +
                                         " is in use by another process (" +
                                         first_line(lock->get()) + ")",
                                     OpenError::Kind::folder_in_use));
  }
  if (!write_line(lock->get(), "pid " + std::to_string(::getpid()) + ", " + holder + "\n"))
    return refusal(path, "its file LOCK cannot be written");
  return Folder(path, *std::move(folder), *std::move(lock));
}

std::expected<std::optional<std::string>, std::string> Folder::missing(
    const std::filesystem::path& path) {
  if (!identity_of(path)) {
    if (errno != ENOENT && errno != ENOTDIR) return refusal(path, "it cannot be opened");
    const std::filesystem::path above = std::filesystem::absolute(path / "").parent_path();
    if (!std::filesystem::is_directory(above.parent_path()))
      return std::unexpected("there is no store in " + path.string() + ", and no folder " +
                             above.parent_path().string() + " in which one could be made");
    return "there is no such folder";
  }
  if (auto folder = opened(path); !folder) return std::unexpected(std::move(folder).error());
  for (const char* name : {kLock, kDatabase})
    if (const auto type = std::filesystem::symlink_status(path / name).type();
        type != std::filesystem::file_type::not_found &&
        type != std::filesystem::file_type::regular)
      return refusal(path, FileProblem{0, "is not a regular file"}, name);
  const std::filesystem::path file = path / kDatabase;
  if (bytes_of(file) > 0) return std::nullopt;
  std::string why = file.string() + (identity_of(file) ? " is empty, of 0 bytes" : " is not there");
  if (bytes_of(file.string() + "-wal") == 0) return why;
  return std::unexpected(why +
                         ", while what was last changed stands in its log: restore a backup "
                         "with `patchbay restore` to another folder");
}

std::expected<void, std::string> Folder::can_be_made(const std::filesystem::path& path) {
  const bool is_there = identity_of(path).has_value();
  const std::filesystem::path above =
      std::filesystem::absolute(path / "").parent_path().parent_path();
  std::string trial = ((is_there ? path : above) / ".patchbay-check-XXXXXX").string();
  if (::mkdtemp(trial.data()) == nullptr)
    return refusal(path, is_there ? "nothing can be made in it" : "it cannot be made");
  ::rmdir(trial.c_str());
  return {};
}

Folder::Folder(std::filesystem::path path, Descriptor folder, Descriptor lock)
    : path_(std::move(path)), folder_(std::move(folder)), lock_(std::move(lock)) {
  const std::filesystem::path file = path_ / kDatabase;
  held_ = {{
      {path_,
       {},
       "the data folder was moved or removed",
       "another folder is in the data folder's place"},
      {path_ / kLock,
       {},
       "the file LOCK of the data folder was removed",
       "the file LOCK of the data folder was replaced"},
      {file, {}, "the database was moved or removed", "the database was replaced by another file"},
      {file.string() + "-wal",
       {},
       "the database's log was removed",
       "the database's log was replaced by another file"},
      {file.string() + "-shm",
       {},
       "the index of the database's log was removed",
       "the index of the database's log was replaced by another file"},
  }};
  remember_files();
}

void Folder::remember_files() {
  for (Held& each : held_) each.identity = identity_of(each.path).value_or(Identity{});
  look_->changed = 0;
}

// A move, a removal or a replacement of a file changes the time of its folder. A second change in
// the same tick of the clock would not be seen, so that time says something only if the log was
// written a second later. A few things that only an administrator can do, such as a mount, do not
// change it; for them each file is looked at again after some calls.
const char* Folder::storage_problem() const {
  struct stat folder{};
  if (::stat(path_.c_str(), &folder) != 0) return held_[0].gone;
  if (Identity{folder.st_dev, folder.st_ino} != held_[0].identity) return held_[0].replaced;
  const std::int64_t changed = nanoseconds(folder.st_ctim);
  if (look_->changed == changed && look_->left.fetch_sub(1) > 0) return nullptr;
  std::int64_t written = 0;
  const char* const why = look_at_each(written);
  // Two threads may look at once, so one that found nothing wrong must not vouch for a later time.
  look_->left = kLooks;
  look_->changed = !why && written - changed > kSecond ? changed : 0;
  return why;
}

const char* Folder::look_at_each(std::int64_t& written) const {
  for (const Held& each : held_) {
    if (each.identity == Identity{}) continue;
    const auto now = identity_of(each.path, &written);
    if (!now) return each.gone;
    if (*now != each.identity) return each.replaced;
  }
  if (::faccessat(folder_.get(), ".", W_OK | X_OK, AT_EACCESS) != 0)
    return "the data folder cannot be written to";
  return nullptr;
}

std::expected<std::filesystem::path, std::string> Folder::database() const {
  std::filesystem::path file = path_ / kDatabase;
  const auto database = open_guarded(file, O_RDWR | O_CREAT, kDatabaseFile, kFileMode);
  if (!database) return refusal(path_, database.error(), kDatabase);
  if (::fchmod(database->get(), kFileMode) != 0)
    return refusal(path_, "the mode of its database cannot be set");
  if (::fsync(database->get()) != 0 || !sync_folder(path_))
    return refusal(path_, "it cannot be written to disk");
  return file;
}

}  // namespace patchbay::store::sqlite
