// Reads the file with settings and checks who else can read or change it.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "base/guarded_file.h"

namespace patchbay::app {

inline constexpr std::size_t kConfigBytesMax = 1024 * 1024;

struct ConfigFile {
  std::string text;
  // The reason why the file may hold no secret, to follow its name in a message: others can read
  // it, or it is a symbolic link. Empty if it may.
  std::string why_no_secret;
};

// Fails if the file cannot be read, is larger than kConfigBytesMax, or can be changed by everybody.
[[nodiscard]] std::expected<ConfigFile, FileProblem> read_config_file(
    const std::filesystem::path& file);

}  // namespace patchbay::app
