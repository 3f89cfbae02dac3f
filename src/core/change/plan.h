// Plans a change: from a record and edits to the record afterwards, or to everything that is wrong.
#pragma once

#include "core/access/secret_sealer.h"
#include "core/access/subject.h"

namespace patchbay::core {

// What planning needs. Everything is read through `reader`, which is the write transaction where
// the change will be saved.
struct ChangeContext {
  store::ReadTransaction& reader;
  const Actor& actor;
  const SecretSealer& sealer;
  Random& random;
  Instant now;
  bool names_blocked = false;  // too many names that the actor tried were taken
  // Nothing is saved: new parts get numbers in place of ids (record/value/unassigned.h).
  bool is_rehearsal = false;
};

// A change that is planned and not saved yet. Without differences nothing needs to be saved.
struct PlannedChange {
  Record before;  // version 0 for a new customer
  Record after;   // its version is one above that of `before` if there are differences
  std::vector<CustomerId> lineage;  // the customer first, then its ancestors; before a move
  Differences differences;
};

// Plans the change of `call`, an UpdateCustomer or a CreateCustomer: finds the customer, checks
// that the actor may change it, applies the edits, and validates the result. A new customer has no
// number yet: see assign_id(). Writes nothing.
[[nodiscard]] Result<PlannedChange> plan_change(const ChangeContext& context, const Call& call);
void assign_id(PlannedChange& created, CustomerId id);

}  // namespace patchbay::core
