// Keys under which failed attempts are stored. They are keyed hashes, because people type passwords
// into name fields and because a reader of the database must not learn which names were guessed.
#pragma once

#include <string>
#include <string_view>

namespace patchbay::core {

// Threads: any.
class AttemptsKeys {
 public:
  // Nodes with the same sealing key make the same keys.
  explicit AttemptsKeys(std::string_view sealing_key);

  // The key of one name from one source. An IPv6 address counts as its /64 block.
  [[nodiscard]] std::string of(std::string_view name, std::string_view source) const;
  // The common prefix of the keys of one name from all sources.
  [[nodiscard]] std::string of_name(std::string_view name) const;
  // The key of one source with any name.
  [[nodiscard]] std::string of_source(std::string_view source) const;
  // The key of one name from any source.
  [[nodiscard]] std::string of_guesses(std::string_view name) const;
  // The text that replaces an unknown name in the log: 32 hexadecimal digits.
  [[nodiscard]] std::string label(std::string_view name) const;

 private:
  [[nodiscard]] std::string hash(std::string_view text) const;
  [[nodiscard]] std::string hash_name(std::string_view name) const;

  const std::string key_;
};

}  // namespace patchbay::core
