// Writes a file with settings for a new store.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "app/config/config.h"

namespace patchbay::app {

// Every setting with its meaning, as in `example_file`. Those that `config` has with another value
// than the default are set, and the others are comments. A relative path of the data folder or of
// the key file becomes an absolute one, so that the file means the same wherever it is read.
[[nodiscard]] std::string config_text(const Config& config);

// Whether `write_config_file` could create this file now. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> can_be_created(const std::filesystem::path& file);

// Creates `file` with `text`, readable by its owner alone, because settings can hold a password. An
// existing file is not changed and is an error. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_config_file(const std::filesystem::path& file,
                                                                 const std::string& text);

}  // namespace patchbay::app
