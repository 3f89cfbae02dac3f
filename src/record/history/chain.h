// The hash chain of history. Each entry has a keyed hash over the previous entry's hash and over
// commitments to its values. Without the key, no entry can be changed, removed or inserted
// unnoticed. A value can be erased: its commitment stays, so the chain remains valid.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "record/history/admin_entry.h"

namespace patchbay {

// Gives each difference a random salt. Those of an entry that only sets values, as that of a new
// customer does, follow from a random seed, which takes less room than they do.
void bind(Entry& entry, Random& random);
void bind(AdminEntry& entry, Random& random);

// Gives each difference the salt that follows from the seed of the entry and its place.
void bind_from_seed(Entry& entry);

// Whether the salts of the differences follow from the seed, and each has a value after it alone.
[[nodiscard]] bool is_seeded(const Entry& entry);

// The value used as the previous hash of a customer's first entry. It contains the uuid, so the
// uuid is protected by the chain.
[[nodiscard]] std::string chain_start(const Uuid& customer);

// Returns 32 bytes: BLAKE2b under `key` (32 bytes, or empty) over `previous`, the entry's members
// and the commitments to its values. `previous` is the hash of the entry before; for a first entry
// it is chain_start() of the customer, or empty for a principal or reference.
[[nodiscard]] std::string chain_hash(std::string_view previous, const Entry& entry,
                                     std::string_view key = {});
[[nodiscard]] std::string chain_hash(std::string_view previous, const AdminEntry& entry,
                                     std::string_view key = {});

// The part of a chain_hash() that depends on the differences alone, and takes most of its time. The
// second function returns the hash of an entry with differences of these commitments.
[[nodiscard]] std::string commitments(const Differences& differences);
[[nodiscard]] std::string chain_hash(std::string_view previous, const Entry& entry,
                                     std::string_view commitments, std::string_view key);

// Which sides of a difference were erased. A side without a value is never marked as erased.
struct Erased {
  bool before = false;
  bool after = false;
  bool operator==(const Erased&) const = default;
};
[[nodiscard]] Erased erased(const Difference& difference);
// Whether either side was erased.
[[nodiscard]] bool is_erased(const Difference& difference);
// Whether that side has or had a value. Also known after erasing.
[[nodiscard]] bool had_value_before(const Difference& difference);
[[nodiscard]] bool has_value_after(const Difference& difference);

// Erases values and the salt that could reveal them; the commitments stay. Calling them again
// changes nothing. erase_values() erases both sides: a reader who must not see the newer value must
// not see the older one either.
void erase_before(Difference& difference);
void erase_values(Difference& difference);

// Support for history written before each side could be erased separately: such an erased
// difference holds one commitment for both sides. The second function rewrites it in the new form,
// which changes the hash of its entry. `had_before`: whether the difference had a value before;
// `after`: the value after, or that it was erased.
[[nodiscard]] bool is_erased_whole(const Difference& difference);
struct After {
  bool is_erased = false;
  std::optional<Value> value{};
};
void convert_erased_whole(Difference& difference, bool had_before, After after);

}  // namespace patchbay
