// A file without a name, which goes with its descriptor.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "base/guarded_file.h"

namespace patchbay {

// TMPDIR, or /tmp if that is not set. Not while another thread changes the environment.
[[nodiscard]] std::filesystem::path temporary_folder();

// Opens a new file in `folder` for reading and writing. The error is what the system says. Threads:
// any.
[[nodiscard]] std::expected<Descriptor, std::string> open_unnamed_file(
    const std::filesystem::path& folder);

// Opens it in temporary_folder().
[[nodiscard]] std::expected<Descriptor, std::string> open_temporary_file();

}  // namespace patchbay
