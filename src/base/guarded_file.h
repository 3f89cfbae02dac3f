// Files that others must not change, or must not read. They are opened without following a link,
// and the opened file is checked.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace patchbay {

// A file descriptor, closed by the destructor.
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

// Why a file was refused.
struct FileProblem {
  int error = 0;     // errno if the file could not be opened or read; otherwise 0
  std::string text;  // continues the file's name: "can be read by others; set its mode to 0600"
};

// Conditions for a file. The owner must be root or the user of this process; root accepts any
// owner.
struct FileRule {
  mode_t forbidden = 0077;  // bits that the mode must not have
  bool root_group_may_read =
      false;                  // a file of root may be readable by its group, if we are not root
  std::size_t links_max = 0;  // maximum number of hard links; 0: any
};
inline constexpr FileRule kSecretFile{};
inline constexpr FileRule kServiceSecretFile{.root_group_may_read = true};

// Opens the regular file `path` with the `flags` of open(2), and with `mode` if it is created.
// Threads: any.
[[nodiscard]] std::expected<Descriptor, FileProblem> open_guarded(const std::filesystem::path& path,
                                                                  int flags, const FileRule& rule,
                                                                  mode_t mode = 0600);

// Returns the whole file, which may have at most `bytes_max` bytes.
[[nodiscard]] std::expected<std::string, FileProblem> read_guarded(
    const std::filesystem::path& path, const FileRule& rule, std::size_t bytes_max);

// Returns everything that `descriptor` gives up to its end, which may be at most `bytes_max` bytes.
[[nodiscard]] std::expected<std::string, FileProblem> read_all(int descriptor,
                                                               std::size_t bytes_max);

// Writes all of `bytes` where `descriptor` stands. The error is what the system says.
[[nodiscard]] std::expected<void, std::string> write_all(int descriptor, std::string_view bytes);

// Checks the open file or folder `descriptor` against `rule`.
[[nodiscard]] std::expected<void, FileProblem> check_guarded(int descriptor, const FileRule& rule);

}  // namespace patchbay
