// Working out a change: from a record and wishes to the record after, or everything that is wrong.
#pragma once

#include "core/seal.h"
#include "core/subject.h"

namespace patchbay::core {

// What working out may consult. Everything is read through `reader`, in the writing transaction
// where the change will be kept.
struct Bench {
  store::Reader& reader;
  const Actor& actor;
  const Sealer& sealer;
  Random& random;
  Instant now;
  bool names_closed = false;  // the actor was told of too many names that they are not free
  // Nothing is kept: what is new gets no id. Its parts are numbered (record/unassigned.h).
  bool is_rehearsal = false;
};

// A change that was worked out and not yet kept. Without differences nothing needs to be kept.
struct Worked {
  Record before;  // version 0 for a new customer
  Record after;   // its version is one more than before's, where there are differences
  std::vector<CustomerId> lineage;  // of the customer, itself first; before a move
  Differences differences;
};

[[nodiscard]] Result<Worked> work_out(const Bench& bench, const Call& call, const Amend& amend);
// The new customer has no number yet: it is given one only where all is well.
[[nodiscard]] Result<Worked> work_out(const Bench& bench, const Call& call, const Create& create);
void number(Worked& created, CustomerId id);

}  // namespace patchbay::core
