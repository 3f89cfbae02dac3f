// Reads a store that a server may be using, with the key that its hashes are checked with.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/random.h"
#include "core/access/sealing_keys.h"
#include "store/open.h"

namespace patchbay::app {

// The path of a store's sealing key: the named file, or sealing.key in its folder. Empty for a
// PostgreSQL database if no file is named.
[[nodiscard]] std::filesystem::path key_file_of(const std::string& location,
                                                const std::string& named);

// The integrity checks that the key in `key_file` allows for the store at `location`. Without a key
// file the key is unknown. The error is a sentence for the operator; the key of another store is an
// error.
[[nodiscard]] std::expected<store::Integrity, std::string> load_integrity(
    const std::string& location, const std::filesystem::path& key_file);

// Makes the callback that supplies the integrity keys when a store is opened: from the key in
// `key_file`, which is created if the store is new and there is none. `keys` gets what the file
// holds. The references must outlive the opening.
[[nodiscard]] store::Trust make_trust(const std::filesystem::path& key_file, Random& random,
                                      std::optional<core::SealingKeys>& keys,
                                      std::function<void(const std::string&)> alarm = {});

// Calls `use` with what opens read transactions of the store in a folder or a PostgreSQL database
// (store/open.h). The error is a sentence for the operator.
[[nodiscard]] std::expected<void, std::string> read_store(const std::string& location,
                                                          const store::Integrity& integrity,
                                                          const store::UseReaders& use);

}  // namespace patchbay::app
