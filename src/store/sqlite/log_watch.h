// Watches the growth of a store's write-ahead log while a snapshot is read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace patchbay::store::sqlite {

// A reader keeps the log from restarting, so it has to stop before the log fills the disk.
class LogWatch {
 public:
  // `database`: the database whose log is watched. Growth is counted from now on.
  LogWatch(const std::filesystem::path& database, std::uint64_t bytes_max)
      : log_(database.string() + "-wal"), bytes_max_(bytes_max), bytes_then_(bytes()) {}

  // Whether half of the allowed growth is used up.
  [[nodiscard]] bool hurry() const { return grown() > bytes_max_ / 2; }
  [[nodiscard]] bool too_long() const { return grown() > bytes_max_; }
  [[nodiscard]] std::string complaint() const {
    constexpr std::uint64_t kMiB = 1024 * 1024;
    return "the server's log grew by more than " + std::to_string(bytes_max_ / kMiB) +
           " MiB meanwhile";
  }

 private:
  [[nodiscard]] std::uint64_t bytes() const {
    std::error_code none;
    const std::uintmax_t size = std::filesystem::file_size(log_, none);
    return none ? 0 : size;
  }
  [[nodiscard]] std::uint64_t grown() const {
    const std::uint64_t now = bytes();
    return now > bytes_then_ ? now - bytes_then_ : 0;
  }

  const std::filesystem::path log_;
  const std::uint64_t bytes_max_;
  const std::uint64_t bytes_then_;
};

}  // namespace patchbay::store::sqlite
