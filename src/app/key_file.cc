// Reads and creates the key file.
#include "app/key_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/guarded_file.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kKeyBytes = 32;

std::unexpected<std::string> storage_problem(const std::filesystem::path& file,
                                             const std::string& what) {
  return std::unexpected("the key file " + file.string() + ' ' + what);
}

std::expected<std::string, std::string> make(const std::filesystem::path& file, Random& random) {
  std::string key = random.bytes(kKeyBytes);
  if (auto written = write_key(file, key); !written) return std::unexpected(written.error());
  return key;
}

}  // namespace

std::expected<void, std::string> write_key(const std::filesystem::path& file,
                                           std::string_view key) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return storage_problem(file, std::string("cannot be made: ") + std::strerror(errno));
  const bool written =
      ::write(fd, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(fd) == 0;
  ::close(fd);
  const std::filesystem::path above = std::filesystem::absolute(file).parent_path();
  const int folder = ::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool kept = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  if (!written || !kept) return storage_problem(file, "cannot be written");
  return {};
}

std::int64_t key_mark(std::string_view key) {
  const std::string hash = blake2b("patchbay sealing key", key);
  std::int64_t out = 0;
  std::memcpy(&out, hash.data(), sizeof out);
  return out;
}

std::expected<std::string, std::string> sealing_key(const std::filesystem::path& file,
                                                    bool may_make, Random& random) {
  auto key = read_guarded(file, kSecretFile, kKeyBytes);
  if (!key && key.error().error == ENOENT && may_make) return make(file, random);
  if (!key && key.error().error != 0)
    return storage_problem(
        file, key.error().text + "; without it the secrets in the store stay sealed: " +
                  "put your copy of the key file back, or set store.key_file to where it is");
  if (!key) return storage_problem(file, key.error().text);
  if (key->size() != kKeyBytes) return storage_problem(file, "must hold exactly 32 bytes");
  return *std::move(key);
}

bool file_exists(const std::filesystem::path& file) {
  struct stat about{};
  return ::lstat(file.c_str(), &about) == 0;
}

}  // namespace patchbay::app
