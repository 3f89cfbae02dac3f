// A hash of a set of texts that does not depend on their order.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace patchbay {

// Key of a SetHash: 16 bytes. Without it, no one can choose texts whose sums are equal.
using SetHashKey = std::array<unsigned char, 16>;

// Returns a key that follows from `secret`, of any length.
[[nodiscard]] SetHashKey set_hash_key(std::string_view secret);

// The sum of keyed hashes (SipHash-2-4, 128 bits). Two sets with equal sums are equal; the
// probability of an error is below 1 in 2^64 for any sets that can be stored.
class SetHash {
 public:
  void add(std::string_view text, const SetHashKey& key);
  bool operator==(const SetHash&) const = default;

 private:
  std::array<std::uint64_t, 2> sums_{};
};

}  // namespace patchbay
