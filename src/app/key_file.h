// The key that seals secrets: a file of 32 bytes in the data folder, or where the operator keeps
// it.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/random.h"

namespace patchbay::app {

// Reads the key from a regular file that only its owner can read. If there is no file and
// `may_make` is true, creates one (mode 0600, on disk before it is used). A lost key cannot be
// recreated, so a missing file is an error if the store has data. The error is a sentence for the
// operator.
[[nodiscard]] std::expected<std::string, std::string> sealing_key(const std::filesystem::path& file,
                                                                  bool may_make, Random& random);

// Whether a file of that name exists, of any type.
[[nodiscard]] bool file_exists(const std::filesystem::path& file);

// Writes `key` to a new file (mode 0600, on disk on return). The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_key(const std::filesystem::path& file,
                                                         std::string_view key);

// The name under which the store keeps the mark of its key.
inline constexpr std::string_view kKeyMark = "sealing key";

// A number that identifies a key and reveals nothing else about it. It is kept in the store, so
// that a wrong key is noticed before anything is sealed with it.
[[nodiscard]] std::int64_t key_mark(std::string_view key);

}  // namespace patchbay::app
