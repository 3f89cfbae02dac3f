// The file with settings: read, and judged by who else can read or change it.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "base/guarded_file.h"

namespace patchbay::app {

inline constexpr std::size_t kConfigBytesMax = 1024 * 1024;

struct ConfigFile {
  std::string text;
  // Why no secret may stand in it, as what follows its name: others can read it, or it is a link.
  // Empty where one may.
  std::string why_no_secret;
};

// Fails for what cannot be read, is larger than kConfigBytesMax or can be changed by everybody.
[[nodiscard]] std::expected<ConfigFile, FileProblem> read_config_file(
    const std::filesystem::path& file);

}  // namespace patchbay::app
