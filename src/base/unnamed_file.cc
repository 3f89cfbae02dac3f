// Makes a file under a random name and removes the name, since not every file system knows files
// without one.
#include "base/unnamed_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace patchbay {

std::filesystem::path temporary_folder() {
  const char* const named = std::getenv("TMPDIR");
  return named && *named ? named : "/tmp";
}

std::expected<Descriptor, std::string> open_unnamed_file(const std::filesystem::path& folder) {
  std::string path = (folder / ".patchbay-file-XXXXXX").string();
  Descriptor out(::mkostemp(path.data(), O_CLOEXEC));
  if (!out) return std::unexpected(std::strerror(errno));
  ::unlink(path.c_str());
  return out;
}

std::expected<Descriptor, std::string> open_temporary_file() {
  return open_unnamed_file(temporary_folder());
}

std::expected<void, std::string> write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(descriptor, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return std::unexpected(std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return {};
}

}  // namespace patchbay
