// Working out a change: from a record and edits to the record after, or everything that is wrong.
#pragma once

#include "core/access/secret_sealer.h"
#include "core/access/subject.h"

namespace patchbay::core {

// What working out may consult. Everything is read through `reader`, in the writing transaction
// where the change will be kept.
struct ChangeContext {
  store::ReadTransaction& reader;
  const Actor& actor;
  const SecretSealer& sealer;
  Random& random;
  Instant now;
  bool names_blocked = false;  // the actor was told of too many names that they are not free
  // Nothing is kept: what is new gets no id. Its parts are numbered (record/value/unassigned.h).
  bool is_rehearsal = false;
};

// A change that was worked out and not yet kept. Without differences nothing needs to be kept.
struct PlannedChange {
  Record before;  // version 0 for a new customer
  Record after;   // its version is one more than before's, where there are differences
  std::vector<CustomerId> lineage;  // of the customer, itself first; before a move
  Differences differences;
};

[[nodiscard]] Result<PlannedChange> plan_change(const ChangeContext& context, const Call& call,
                                                const UpdateCustomer& update);
// The new customer has no number yet: it is given one only where all is well.
[[nodiscard]] Result<PlannedChange> plan_change(const ChangeContext& context, const Call& call,
                                                const CreateCustomer& create);
void assign_id(PlannedChange& created, CustomerId id);

}  // namespace patchbay::core
