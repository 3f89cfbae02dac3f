// Reads, creates and replaces the key file.
#include "app/key_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/guarded_file.h"
#include "base/result.h"
#include "store/marks.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kKeyBytes = core::SealingKeys::kKeyBytes;
constexpr std::size_t kFileMax = kKeyBytes * core::SealingKeys::kKeysMax;

std::unexpected<std::string> storage_problem(const std::filesystem::path& file,
                                             const std::string& what) {
  return std::unexpected("the key file " + file.string() + ' ' + what);
}

bool sync_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path above = std::filesystem::absolute(file).parent_path();
  const Descriptor folder(::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder && ::fsync(folder.get()) == 0;
}

std::expected<std::string, std::string> make(const std::filesystem::path& file, Random& random) {
  std::string key = random.bytes(kKeyBytes);
  TRY_DO(write_key(file, key));
  return key;
}

// Keeps others from adding a key until the result is destroyed.
std::expected<Descriptor, std::string> hold(const std::filesystem::path& file) {
  auto opened = open_guarded(file, O_RDONLY, kSecretFile);
  if (!opened) return storage_problem(file, opened.error().text);
  struct stat held{};
  struct stat there{};
  const bool is_held = ::flock(opened->get(), LOCK_EX | LOCK_NB) == 0 &&
                       ::fstat(opened->get(), &held) == 0 && ::lstat(file.c_str(), &there) == 0;
  // The process that held it before may have replaced the file meanwhile.
  if (!is_held || held.st_ino != there.st_ino || held.st_dev != there.st_dev)
    return storage_problem(file, "is being changed by another process: try again");
  return *std::move(opened);
}

}  // namespace

std::expected<void, std::string> write_key(const std::filesystem::path& file,
                                           std::string_view keys) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return storage_problem(file, std::string("cannot be made: ") + std::strerror(errno));
  const bool written = ::write(fd, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()) &&
                       ::fsync(fd) == 0;
  ::close(fd);
  const bool kept = sync_folder_of(file);
  if (!written || !kept) return storage_problem(file, "cannot be written");
  return {};
}

std::expected<core::SealingKeys, std::string> sealing_keys(const std::filesystem::path& file,
                                                           bool may_make, Random& random) {
  auto keys = read_guarded(file, kSecretFile, kFileMax);
  if (!keys && keys.error().error == ENOENT && may_make)
    return core::SealingKeys(TRY(make(file, random)));
  if (!keys && keys.error().error != 0)
    return storage_problem(
        file, keys.error().text + "; without it the secrets in the store stay sealed: " +
                  "put your copy of the key file back, or set store.key_file to where it is");
  if (!keys) return storage_problem(file, keys.error().text);
  if (keys->empty() || keys->size() % kKeyBytes != 0)
    return storage_problem(file, "must hold 32 bytes for each key, and at least one key");
  // Nothing is sealed with a key that a power cut takes away, and the file may be a fresh copy. A
  // folder that cannot be opened was brought to disk by add_key() at least.
  if (keys->size() > kKeyBytes) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened || ::fsync(opened.get()) != 0)
      return storage_problem(file, "cannot be brought to disk");
    (void)sync_folder_of(file);
  }
  return core::SealingKeys(*std::move(keys));
}

std::expected<core::SealingKeys, std::string> add_key(const std::filesystem::path& file,
                                                      std::size_t known, Random& random) {
  const auto held = hold(file);
  if (!held) return std::unexpected(held.error());
  const core::SealingKeys before = TRY(sealing_keys(file, /*may_make=*/false, random));
  if (before.ring()->keys.size() != known)
    return storage_problem(file, "got another key at the same moment: look at it again");
  if (known == core::SealingKeys::kKeysMax)
    return storage_problem(file, "holds as many keys as it can, which is 16");
  const std::string text = before.text() + random.bytes(kKeyBytes);
  const std::filesystem::path next = file.string() + ".new";
  std::error_code none;
  std::filesystem::remove(next, none);  // left by a crash; nothing was sealed with it
  TRY_DO(write_key(next, text));
  struct stat about{};
  const bool is_placed = ::fstat(held->get(), &about) == 0 &&
                         ::lchown(next.c_str(), about.st_uid, about.st_gid) == 0 &&
                         ::rename(next.c_str(), file.c_str()) == 0;
  if (!is_placed) {
    const std::string why = std::strerror(errno);
    std::filesystem::remove(next, none);
    return storage_problem(file, "cannot be replaced: " + why);
  }
  if (!sync_folder_of(file)) return storage_problem(file, "may not be on disk");
  return core::SealingKeys(text);
}

std::optional<std::string> misfit(const core::SealingKeys& keys, std::optional<std::int64_t> oldest,
                                  std::optional<std::int64_t> seals) {
  const auto ring = keys.ring();
  if (oldest && *oldest != ring->keys.front().id)
    return "is not the key that this store was sealed with";
  const auto is_wanted = [&](const core::SealingKeys::Key& each) { return each.id == seals; };
  if (seals && std::ranges::none_of(ring->keys, is_wanted))
    return "is older than the store: it lacks the key that seals now; put the newest copy there";
  return std::nullopt;
}

bool seal_with_newest(store::Store& store, core::SealingKeys& keys, Instant now) {
  const auto ring = keys.ring();
  if (ring->keys.size() == 1) return true;
  const std::int64_t newest = ring->keys.back().id;
  const auto end = store::write_and_wait(store, [&](store::Transaction& transaction) {
    if (transaction.mark(kSealsMark) == newest) return false;
    store::set_mark(transaction, {std::string(kSealsMark), newest}, now);
    return true;
  });
  const bool is_marked = end == store::Committed::yes || end == store::Committed::nothing;
  return is_marked && keys.seal_with(newest);
}

bool file_exists(const std::filesystem::path& file) {
  struct stat about{};
  return ::lstat(file.c_str(), &about) == 0;
}

}  // namespace patchbay::app
