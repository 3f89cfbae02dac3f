// The data folder: made for its owner alone, and held by one process at a time.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace patchbay::store::sqlite {

inline constexpr const char* kDatabase = "patchbay.db";

class Folder {
 public:
  // Makes the folder where it is not there and takes its lock; `holder` is what another process is
  // told meanwhile: "since …, address". The error is a sentence for the operator.
  [[nodiscard]] static std::expected<Folder, std::string> hold(const std::filesystem::path& path,
                                                               const std::string& holder);
  ~Folder();
  Folder(Folder&& other) noexcept;
  Folder& operator=(Folder&&) = delete;

  // The database file: made empty, with mode 0600 and on disk, where it was not there.
  [[nodiscard]] std::expected<std::filesystem::path, std::string> database() const;

 private:
  Folder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::filesystem::path path_;
  int lock_;  // held until it is closed, by us or by the end of the process
};

}  // namespace patchbay::store::sqlite
