// Under what failed attempts are kept: keyed hashes, because people type passwords where names
// belong, and because whoever reads the database should not learn who was guessed at.
#pragma once

#include <string>
#include <string_view>

namespace patchbay::core {

// Threads: any.
class AttemptsKeys {
 public:
  // Nodes that have one sealing key make the same keys.
  explicit AttemptsKeys(std::string_view sealing_key);

  // One name from one source. Of an IPv6 address, its /64 counts.
  [[nodiscard]] std::string of(std::string_view name, std::string_view source) const;
  // What the keys of one name from all its sources begin with.
  [[nodiscard]] std::string of_name(std::string_view name) const;
  // One source, whatever the name.
  [[nodiscard]] std::string of_source(std::string_view source) const;
  // One name, whatever the source.
  [[nodiscard]] std::string of_guesses(std::string_view name) const;
  // What stands for a name in the log: 32 hexadecimal digits.
  [[nodiscard]] std::string label(std::string_view name) const;

 private:
  [[nodiscard]] std::string hash(std::string_view text) const;
  [[nodiscard]] std::string hash_name(std::string_view name) const;

  const std::string key_;
};

}  // namespace patchbay::core
