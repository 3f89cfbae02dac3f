// The keys of all rows so far: 8 bytes and some room for each.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/digest.h"

namespace patchbay::app {

// Keeps the first 8 bytes of a hash of each key.
class KeySet {
 public:
  // Returns whether the key was not there.
  bool insert(std::string_view key) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    const bool is_new = place(slots_, short_hash(key));
    count_ += is_new ? 1 : 0;
    return is_new;
  }
  [[nodiscard]] bool contains(std::string_view key) const {
    const std::uint64_t hash = short_hash(key);
    for (std::size_t at = hash % slots_.size();; at = (at + 1) % slots_.size()) {
      if (slots_[at] == hash) return true;
      if (slots_[at] == kEmpty) return false;
    }
  }

 private:
  static constexpr std::uint64_t kEmpty = 0;

  static std::uint64_t short_hash(std::string_view key) {
    std::uint64_t out = 0;
    for (const char c : blake2b(key).substr(0, 8)) out = out << 8 | static_cast<unsigned char>(c);
    return out == kEmpty ? 1 : out;
  }
  static bool place(std::vector<std::uint64_t>& slots, std::uint64_t hash) {
    for (std::size_t at = hash % slots.size();; at = (at + 1) % slots.size()) {
      if (slots[at] == hash) return false;
      if (slots[at] != kEmpty) continue;
      slots[at] = hash;
      return true;
    }
  }
  void grow() {
    std::vector<std::uint64_t> larger(slots_.size() * 2);
    for (const std::uint64_t each : slots_)
      if (each != kEmpty) place(larger, each);
    slots_ = std::move(larger);
  }

  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1024);
  std::size_t count_ = 0;
};

}  // namespace patchbay::app
