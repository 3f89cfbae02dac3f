// What rows are trusted by: a key that whoever writes the database by hand does not have.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace patchbay::store {

struct Integrity {
  // Of the hashes that rows, entries and seals carry: 32 bytes. Empty: they are made without one,
  // and find mistakes and nobody's intent, as in tests. Nothing: it is not known, so that whatever
  // takes a key is neither checked nor written.
  std::optional<std::string> key = std::string();
  // Is told of each row whose hash does not hold, as a sentence; any thread.
  std::function<void(const std::string&)> alarm{};

  [[nodiscard]] bool known() const { return key.has_value(); }
  // Throws std::logic_error where it is not known: to write without it would be to forge.
  [[nodiscard]] const std::string& needed() const;
};

}  // namespace patchbay::store
