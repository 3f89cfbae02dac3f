// Owners of the system: the principals that can administer all of it, of whom one has to remain.
#pragma once

#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "store/store.h"

namespace patchbay::core {

// What is said where nobody would be left, as the end of a sentence.
inline constexpr const char* kLastOwner =
    "would leave nobody who can administer the system: first make another principal at home 1 with "
    "the role \"system owner\", and a password or a key";

// Whether `principal` owns the system: its home is the root, it holds all that the role "system
// owner" does, is neither locked nor removed nor held to reading, has a password or a key, and
// reaches the door where principals are kept. A role with the number of `changed` counts as what
// `changed` makes of it.
[[nodiscard]] bool is_owner(store::ReadTransaction& reader, const Principal& principal,
                            const Reference* changed = nullptr);

// Whether there is an owner besides the principal with the number `besides` (0: besides nobody).
// Reads principals by their numbers until it finds one.
[[nodiscard]] bool has_owner(store::ReadTransaction& reader, std::int64_t besides,
                             const Reference* changed = nullptr);

}  // namespace patchbay::core
