// Opens, checks and reads files.
#include "base/guarded_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace patchbay {
namespace {

constexpr mode_t kReadByOthers = 0044;
constexpr mode_t kModeBits = 07777;

std::unexpected<FileProblem> failed(const std::string& doing) {
  const int error = errno;
  return std::unexpected(FileProblem{error, "cannot be " + doing + ": " + std::strerror(error)});
}

std::unexpected<FileProblem> refused(std::string text) {
  return std::unexpected(FileProblem{0, std::move(text)});
}

std::string octal(mode_t mode) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode));
  return text.data();
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

std::expected<void, FileProblem> check_guarded(int descriptor, const FileRule& rule) {
  struct stat about{};
  if (::fstat(descriptor, &about) != 0) return failed("looked at");
  const uid_t us = ::geteuid();
  // Root may use files of any owner, for example to verify another user's store.
  if (us != 0 && about.st_uid != us && about.st_uid != 0)
    return refused("belongs to another user; it must belong to root or to the user of the server");
  mode_t forbidden = rule.forbidden;
  if (rule.root_group_may_read && about.st_uid == 0 && us != 0)
    forbidden &= ~static_cast<mode_t>(0040);
  const mode_t wrong = about.st_mode & forbidden;
  if (wrong != 0) {
    const char* const what = (wrong & kReadByOthers) != 0 ? "read" : "changed";
    const mode_t wanted = about.st_mode & kModeBits & ~(forbidden | 0111U);
    return refused(std::string("can be ") + what + " by others; set its mode to " +
                   octal(S_ISDIR(about.st_mode) ? 0700 : wanted));
  }
  if (rule.links_max > 0 && !S_ISDIR(about.st_mode) && about.st_nlink > rule.links_max)
    return refused("has another name too; remove it, or make a copy of the file");
  return {};
}

// O_NONBLOCK: opening a file that is not regular, such as a pipe, must not wait for its other end.
std::expected<Descriptor, FileProblem> open_guarded(const std::filesystem::path& path, int flags,
                                                    const FileRule& rule, mode_t mode) {
  Descriptor file(::open(path.c_str(), flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, mode));
  if (!file && errno == ELOOP) return refused("is a symbolic link; name the file itself");
  if (!file) return failed((flags & O_CREAT) != 0 ? "made or opened" : "read");
  struct stat about{};
  if (::fstat(file.get(), &about) != 0) return failed("looked at");
  if (!S_ISREG(about.st_mode)) return refused("is not a regular file");
  if (auto judged = check_guarded(file.get(), rule); !judged)
    return std::unexpected(std::move(judged).error());
  return file;
}

std::expected<std::string, FileProblem> read_all(int descriptor, std::size_t bytes_max) {
  std::string out(bytes_max + 1, '\0');
  std::size_t size = 0;
  while (size < out.size()) {
    const ssize_t got = ::read(descriptor, out.data() + size, out.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > bytes_max)
    return refused("is larger than the " + std::to_string(bytes_max) + " bytes that it may have");
  out.resize(size);
  return out;
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

std::expected<std::string, FileProblem> read_guarded(const std::filesystem::path& path,
                                                     const FileRule& rule, std::size_t bytes_max) {
  auto file = open_guarded(path, O_RDONLY, rule);
  if (!file) return std::unexpected(std::move(file).error());
  return read_all(file->get(), bytes_max);
}

}  // namespace patchbay
