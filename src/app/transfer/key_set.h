// What earlier rows told about keys: 8 bytes and some room for each key.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/digest.h"

namespace patchbay::app {

// What a row told about a key.
enum class KeyFact : std::uint8_t {
  found_by = 1,  // its customer is found by it
  uuid_of = 2,   // its new customer gets it as uuid
  made = 4,      // its new customer is found by it or has it as uuid
};

// Keeps the first 61 bits of a hash of each key.
class KeySet {
 public:
  // What is kept of a key.
  struct Short {
    std::uint64_t bits;
  };
  [[nodiscard]] static Short shorten(std::string_view key) {
    std::uint64_t out = 0;
    for (const char c : blake2b(key).substr(0, 8)) out = out << 8 | static_cast<unsigned char>(c);
    out &= ~kFactBits;
    return {out == kEmpty ? kFactBits + 1 : out};
  }

  // Returns whether no row had told that about the key.
  bool insert(Short key, KeyFact fact) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    std::uint64_t& slot = slots_[find(slots_, key.bits)];
    if (slot == kEmpty) {
      slot = key.bits;
      ++count_;
    }
    const bool is_new = (slot & bit(fact)) == 0;
    slot |= bit(fact);
    return is_new;
  }
  [[nodiscard]] bool contains(Short key, KeyFact fact) const {
    return (slots_[find(slots_, key.bits)] & bit(fact)) != 0;
  }

 private:
  static constexpr std::uint64_t kEmpty = 0;
  static constexpr std::uint64_t kFactBits = 7;

  static std::uint64_t bit(KeyFact fact) { return static_cast<std::uint64_t>(fact); }
  // The slot of a hash, or the empty one where it belongs.
  static std::size_t find(const std::vector<std::uint64_t>& slots, std::uint64_t hash) {
    std::size_t at = (hash >> 3) % slots.size();
    while (slots[at] != kEmpty && (slots[at] & ~kFactBits) != hash) at = (at + 1) % slots.size();
    return at;
  }
  void grow() {
    std::vector<std::uint64_t> larger(slots_.size() * 2);
    for (const std::uint64_t each : slots_)
      if (each != kEmpty) larger[find(larger, each & ~kFactBits)] = each;
    slots_ = std::move(larger);
  }

  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1024);
  std::size_t count_ = 0;
};

}  // namespace patchbay::app
