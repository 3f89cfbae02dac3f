// The chain of history: each entry carries a keyed hash over the one before and over commitments to
// its values, so that without the key nothing can be changed, left out or put in unseen. A value
// can still be erased: its commitment stays in its place, and the chain holds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "record/history/admin_entry.h"

namespace patchbay {

// Gives each difference a salt of its own.
void bind(Entry& entry, Random& random);
void bind(AdminEntry& entry, Random& random);

// What stands in place of the hash before a customer's first entry: so its uuid is in the chain.
[[nodiscard]] std::string chain_start(const Uuid& customer);

// 32 bytes of BLAKE2b under `key` (32 bytes, or empty) over `previous` (the hash of the entry
// before; chain_start() of a customer's first, empty of a thing's), the entry's own members and the
// commitments to its values.
[[nodiscard]] std::string chain_hash(std::string_view previous, const Entry& entry,
                                     std::string_view key = {});
[[nodiscard]] std::string chain_hash(std::string_view previous, const AdminEntry& entry,
                                     std::string_view key = {});

// Which sides of a difference were erased. A side that held nothing is never erased.
struct Erased {
  bool before = false;
  bool after = false;
  bool operator==(const Erased&) const = default;
};
[[nodiscard]] Erased erased(const Difference& difference);
// Whether any side was.
[[nodiscard]] bool is_erased(const Difference& difference);
// Whether a value stood on that side, which is known of what was erased too.
[[nodiscard]] bool had_value_before(const Difference& difference);
[[nodiscard]] bool has_value_after(const Difference& difference);

// Removes a side's value and what would tell it; its commitment stays. Any number of times. What
// stood before goes with what came after, which is the younger: whoever may not know the one may
// not know the other.
void erase_before(Difference& difference);
void erase_values(Difference& difference);

// Of history from before values could be erased side by side, a difference that was erased holds
// one commitment to both. `had_before`: whether a value stood before it; `after`: what came after,
// or only that it is erased. The hash of its entry is another afterwards.
[[nodiscard]] bool is_erased_whole(const Difference& difference);
struct After {
  bool is_erased = false;
  std::optional<Value> value{};
};
void erase_anew(Difference& difference, bool had_before, After after);

}  // namespace patchbay
