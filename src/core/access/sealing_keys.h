// The keys that secrets are sealed with: a ring that grows while a server runs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay::core {

// A number that identifies a key and reveals nothing else about it.
[[nodiscard]] std::int64_t sealing_key_id(std::string_view key);

// One key or several, the oldest first. All open what they sealed; one of them seals. Copies share
// their state, so a key that one takes is known to all. Threads: any.
class SealingKeys {
 public:
  static constexpr std::size_t kKeyBytes = 32;
  static constexpr std::size_t kKeysMax = 16;

  struct Key {
    std::int64_t id = 0;
    std::string bytes;
  };
  struct Ring {
    std::vector<Key> keys;    // not empty
    std::size_t sealing = 0;  // the index of the one that seals
  };

  // `keys`: 1 to kKeysMax keys of kKeyBytes, one after another. The first one seals. Throws
  // std::logic_error for another length.
  SealingKeys(std::string keys);  // NOLINT(google-explicit-constructor): a ring of one is a key

  // What is used now. A result stays good, and unchanged, for as long as it is held.
  [[nodiscard]] std::shared_ptr<const Ring> ring() const;
  // The oldest key, which never changes: all keys that are derived follow from it.
  [[nodiscard]] const std::string& first() const { return first_; }
  // All keys, one after another.
  [[nodiscard]] std::string text() const;

  // Takes the keys of `more` too. Returns false, and takes none, if `more` does not begin with the
  // keys that are known.
  bool know(const SealingKeys& more);
  // From now on the key with this id seals. Returns false if it is not known.
  bool seal_with(std::int64_t id);

 private:
  struct State;

  std::shared_ptr<State> state_;
  std::string first_;
};

}  // namespace patchbay::core
