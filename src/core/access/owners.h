// Owners: the principals that can administer the whole system. At least one must remain.
#pragma once

#include "core/access/actor.h"
#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/fault.h"
#include "store/store.h"

namespace patchbay::core {

// The refusal of a change that would leave no owner, as the end of a sentence.
inline constexpr const char* kLastOwner =
    "would leave nobody who can administer the system: first make another principal at home 1 with "
    "the role \"system owner\", and a password or a key";

// Returns an actor with the rights of an owner that no principal stands for. History shows
// `author`.
[[nodiscard]] Actor owner_called(std::string author);

// Returns an actor with the rights that a principal has now, or a fault if it is locked or deleted.
[[nodiscard]] Result<Actor> acting_principal(store::ReadTransaction& reader, std::int64_t id);

// Whether `principal` is an owner: its home is the root; it has all privileges of the role "system
// owner" and is not read-only; it is neither locked nor deleted; it has a password or a key; and it
// may use the door that changes principals. If `changed` is given, it replaces the stored role with
// its number.
[[nodiscard]] bool is_owner(store::ReadTransaction& reader, const Principal& principal,
                            const Reference* changed = nullptr);

// Whether there is an owner other than the principal `besides` (0: any). Reads principals by number
// until it finds one.
[[nodiscard]] bool has_owner(store::ReadTransaction& reader, std::int64_t besides,
                             const Reference* changed = nullptr);

}  // namespace patchbay::core
