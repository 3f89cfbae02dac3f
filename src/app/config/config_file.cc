// Opens the file without following a symbolic link first, and follows one only if the path is one.
#include "app/config/config_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace patchbay::app {
namespace {

constexpr mode_t kWrittenByEverybody = 0002;

std::unexpected<FileProblem> unreadable() {
  return std::unexpected(
      FileProblem{errno, std::string("cannot be read: ") + std::strerror(errno)});
}

}  // namespace

std::expected<ConfigFile, FileProblem> read_config_file(const std::filesystem::path& file) {
  Descriptor open(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  const bool linked = !open && errno == ELOOP;
  if (linked) open = Descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!open) return unreadable();
  struct stat about{};
  if (::fstat(open.get(), &about) != 0) return unreadable();
  ConfigFile out;
  if (S_ISREG(about.st_mode)) {  // a pipe from another process has no owner to check
    if ((about.st_mode & kWrittenByEverybody) != 0)
      return std::unexpected(FileProblem{0, "can be changed by everybody; set its mode to 0600"});
    if (auto judged = check_guarded(open.get(), kServiceSecretFile); !judged)
      out.why_no_secret = judged.error().text;
    else if (linked)
      out.why_no_secret = "is a symbolic link; name the file itself";
  }
  auto text = read_all(open.get(), kConfigBytesMax);
  if (!text) return std::unexpected(std::move(text).error());
  out.text = *std::move(text);
  return out;
}

}  // namespace patchbay::app
