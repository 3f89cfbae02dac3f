// The integrity key of a store. Someone who edits the database by hand does not have it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace patchbay::store {

struct Integrity {
  // Key of the hashes in rows, entries and seals: 32 bytes. Empty: hashes without a key, which
  // detect accidents but not tampering; used in tests. Nothing: the key is not known, so keyed
  // hashes are neither checked nor written.
  std::optional<std::string> key = std::string();
  // Called with a sentence for each row whose hash is wrong. Threads: any.
  std::function<void(const std::string&)> alarm{};

  [[nodiscard]] bool known() const { return key.has_value(); }
  // Returns the key. Throws std::logic_error if it is not known, because a row without the right
  // hash would count as forged.
  [[nodiscard]] const std::string& needed() const;
};

}  // namespace patchbay::store
