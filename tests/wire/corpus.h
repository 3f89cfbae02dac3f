// Third-party test data, read beside the source tree if it is installed.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patchbay::wire {

// The folder of the corpus `name`, or nothing: then a test calls GTEST_SKIP() with that name.
inline std::optional<std::filesystem::path> corpus(std::string_view name) {
  auto folder = std::filesystem::path(PATCHBAY_SOURCE_DIR) / ".." / "shared" / "corpora" / name;
  if (!std::filesystem::is_directory(folder)) return std::nullopt;
  return folder;
}

inline std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator(in), {}};
}

// The plain files directly in `folder`: name and contents.
inline std::vector<std::pair<std::string, std::string>> files_in(
    const std::filesystem::path& folder) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.is_regular_file())
      files.emplace_back(entry.path().filename().string(), contents(entry.path()));
  return files;
}

}  // namespace patchbay::wire
