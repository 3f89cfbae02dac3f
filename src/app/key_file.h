// The key that seals secrets: a file of 32 bytes beside the data, or wherever the operator keeps
// it.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/random.h"

namespace patchbay::app {

// Reads the key from a regular file that is its owner's alone; where there is no file and
// `may_make` holds, makes one (mode 0600, on disk before it is used). The error is a sentence for
// the operator. A key that is lost cannot be made again: with data in the store, a missing file is
// an error.
[[nodiscard]] std::expected<std::string, std::string> sealing_key(const std::filesystem::path& file,
                                                                  bool may_make, Random& random);

// Whether there is anything of that name.
[[nodiscard]] bool file_exists(const std::filesystem::path& file);

// Keeps `key` in a new file (mode 0600, on disk afterwards). The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_key(const std::filesystem::path& file,
                                                         std::string_view key);

// Under what the store keeps the mark of its key.
inline constexpr std::string_view kKeyMark = "sealing key";

// A number that tells keys apart and tells nothing else of them: kept in the store, so that a wrong
// key is noticed before anything is sealed with it.
[[nodiscard]] std::int64_t key_mark(std::string_view key);

}  // namespace patchbay::app
