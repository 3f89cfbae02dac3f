// Makes a file that never has a name, where the file system knows such files.
#include "base/unnamed_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace patchbay {
namespace {

// For other file systems: a kill between the two steps leaves an empty file.
Descriptor open_and_unlink(const std::filesystem::path& folder) {
  std::string path = (folder / ".patchbay-file-XXXXXX").string();
  Descriptor out(::mkostemp(path.data(), O_CLOEXEC));
  if (out) ::unlink(path.c_str());
  return out;
}

}  // namespace

std::filesystem::path temporary_folder() {
  const char* const named = std::getenv("TMPDIR");
  return named && *named ? named : "/tmp";
}

std::expected<Descriptor, std::string> open_unnamed_file(const std::filesystem::path& folder) {
  Descriptor out(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!out && (errno == EOPNOTSUPP || errno == EISDIR)) out = open_and_unlink(folder);
  if (!out) return std::unexpected(std::strerror(errno));
  return out;
}

std::expected<Descriptor, std::string> open_temporary_file() {
  return open_unnamed_file(temporary_folder());
}

}  // namespace patchbay
