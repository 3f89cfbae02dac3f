// Files on whose content others must have no say, or which they must not read: opened without
// following a link, and judged by what was opened.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

#include <sys/types.h>

namespace patchbay {

// A file descriptor, closed where this ends.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

// Why a file is not used.
struct FileProblem {
  int error = 0;     // errno where the file could not be opened or read; otherwise 0
  std::string text;  // what follows the file's name: "can be read by others; set its mode to 0600"
};

// What is asked of a file. Its owner must be root or whoever runs this; for root anybody.
struct FileRule {
  mode_t forbidden = 0077;  // bits that its mode must not have
  bool root_group_may_read =
      false;                  // a file of root may be read by its group, where we are not root
  std::size_t links_max = 0;  // names that it may have; 0: any number
};
inline constexpr FileRule kSecretFile{};
inline constexpr FileRule kServiceSecretFile{.root_group_may_read = true};

// Opens the regular file `path` with `flags` of open(2), and with `mode` where it is made. Any
// thread.
[[nodiscard]] std::expected<Descriptor, FileProblem> open_guarded(const std::filesystem::path& path,
                                                                  int flags, const FileRule& rule,
                                                                  mode_t mode = 0600);

// All that stands in the file, which may be at most `bytes_max`.
[[nodiscard]] std::expected<std::string, FileProblem> read_guarded(
    const std::filesystem::path& path, const FileRule& rule, std::size_t bytes_max);

// All that comes from `descriptor` to its end, which may be at most `bytes_max`.
[[nodiscard]] std::expected<std::string, FileProblem> read_all(int descriptor,
                                                               std::size_t bytes_max);

// What is wrong with the file or folder that is open as `descriptor`, by `rule`.
[[nodiscard]] std::expected<void, FileProblem> check_guarded(int descriptor, const FileRule& rule);

}  // namespace patchbay
