// The chain of history: each entry carries a hash over the one before and over commitments to its
// values, so that nothing can be changed, left out or put in unseen. A value can still be erased:
// its commitment stays in its place, and the chain holds.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"
#include "record/thing.h"

namespace patchbay {

// Gives each difference a salt of its own.
void bind(Entry& entry, Random& random);
void bind(ThingEntry& entry, Random& random);

// 32 bytes of BLAKE2b over `previous` (the hash of the entry before; empty for the first), the
// entry's own members and the commitments to its values.
[[nodiscard]] std::string chain_hash(std::string_view previous, const Entry& entry);
[[nodiscard]] std::string chain_hash(std::string_view previous, const ThingEntry& entry);

// Removes both values and the salt; what is left is the commitment. Any number of times.
void erase_values(Difference& difference);
[[nodiscard]] bool is_erased(const Difference& difference);

}  // namespace patchbay
