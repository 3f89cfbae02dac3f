// Reading a store that a server may hold, and what it is trusted by.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <string>

#include "base/random.h"
#include "store/open.h"

namespace patchbay::app {

// Where the sealing key of a place is: the file that is named, or sealing.key in its folder; empty
// for a PostgreSQL database of which none is named.
[[nodiscard]] std::filesystem::path key_file_of(const std::string& location,
                                                const std::string& named);

// What the key in `key_file` makes the store in `place` trusted by. Where no file is named or
// there, the key is not known. The error is a sentence for the operator, also where it is the key
// of another store.
[[nodiscard]] std::expected<store::Integrity, std::string> load_integrity(
    const std::string& location, const std::filesystem::path& key_file);

// Answers what a store is trusted by, once it is opened: by the key in `key_file`, which is made
// where the store is new and there is none. The key goes to `sealing_key`. What is handed in
// outlives the opening.
[[nodiscard]] store::Trust make_trust(const std::filesystem::path& key_file, Random& random,
                                      std::string& sealing_key,
                                      std::function<void(const std::string&)> alarm = {});

// Calls `use` with a Reader of the store in a folder or a PostgreSQL database. The error is a
// sentence for the operator.
[[nodiscard]] std::expected<void, std::string> read_store(
    const std::string& location, const store::Integrity& integrity,
    const std::function<void(store::ReadTransaction&)>& use);

}  // namespace patchbay::app
