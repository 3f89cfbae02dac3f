// Reading and making the key file.
#include "app/key_file.h"

#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kKeyBytes = 32;

std::unexpected<std::string> trouble(const std::filesystem::path& file, const std::string& what) {
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
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return trouble(file, std::string("cannot be made: ") + std::strerror(errno));
  const bool written =
      ::write(fd, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(fd) == 0;
  ::close(fd);
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool kept = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  if (!written || !kept) return trouble(file, "cannot be written");
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
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT && may_make) return make(file, random);
  if (fd < 0)
    return trouble(file, std::string("cannot be read: ") + std::strerror(errno) +
                             "; without it the secrets in the store stay sealed");
  struct stat about{};
  const bool open_to_others = ::fstat(fd, &about) == 0 && (about.st_mode & 0077) != 0;
  std::string key(kKeyBytes + 1, '\0');
  const ssize_t got = ::read(fd, key.data(), key.size());
  ::close(fd);
  if (open_to_others) return trouble(file, "can be read by others; set its mode to 0600");
  if (got != static_cast<ssize_t>(kKeyBytes)) return trouble(file, "must hold exactly 32 bytes");
  key.resize(kKeyBytes);
  return key;
}

}  // namespace patchbay::app
