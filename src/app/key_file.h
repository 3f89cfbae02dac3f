// The keys that seal secrets: a file in the data folder, or where the operator keeps it. It holds
// 32 bytes for each key, the oldest first.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "core/access/sealing_keys.h"
#include "store/store.h"

namespace patchbay::app {

// Reads the keys from a regular file that only its owner can read. If there is no file and
// `may_make` is true, creates one with one key (mode 0600, on disk before it is used). A lost key
// cannot be recreated, so a missing file is an error if the store has data. The error is a sentence
// for the operator.
[[nodiscard]] std::expected<core::SealingKeys, std::string> sealing_keys(
    const std::filesystem::path& file, bool may_make, Random& random);

// Adds a new key to the file, which must hold as many as the caller knows, and returns all keys.
// The file is replaced as a whole, with the same owner, and is on disk on return: after a crash the
// old file or the new one is there. Two calls at once do not lose a key: one of them is refused.
// The error is a sentence for the operator.
[[nodiscard]] std::expected<core::SealingKeys, std::string> add_key(
    const std::filesystem::path& file, std::size_t known, Random& random);

// Whether a file of that name exists, of any type.
[[nodiscard]] bool file_exists(const std::filesystem::path& file);

// Writes keys to a new file (mode 0600, on disk on return). The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_key(const std::filesystem::path& file,
                                                         std::string_view keys);

// The names of the marks with which a store names its oldest key, and the key that seals. A wrong
// or an old file is noticed by them before anything is sealed. Without the second mark the oldest
// key seals.
inline constexpr std::string_view kKeyMark = "sealing key";
inline constexpr std::string_view kSealsMark = "key that seals";

// Why a store with these marks cannot be used with the keys, as the rest of a sentence that begins
// with the file; nothing if it can.
[[nodiscard]] std::optional<std::string> misfit(const core::SealingKeys& keys,
                                                std::optional<std::int64_t> oldest,
                                                std::optional<std::int64_t> seals);

// Makes the newest key the one that seals. The store has its mark on disk before anything is sealed
// with it, so that no older file is mistaken for the right one afterwards. Returns false if the
// store cannot be written.
[[nodiscard]] bool seal_with_newest(store::Store& store, core::SealingKeys& keys, Instant now);

}  // namespace patchbay::app
