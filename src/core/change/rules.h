// Rules for a change as a whole, the same for all doors.
#pragma once

#include "core/change/edits.h"
#include "core/change/plan.h"

namespace patchbay::core {

// A change whose edits are applied to the draft, with what its validation needs.
struct ValidatedChange {
  const ChangeContext& context;
  const Spellings& spellings;
  const ChangeRules& rules;
  const Record& before;
  const Draft& draft;
  const Differences& differences;
  const std::vector<CustomerId>& lineage;  // of the customer after the change: the customer first,
                                           // then its ancestors
  std::int64_t plan;                       // the rate plan whose locks apply; 0: none
};

// Appends problems: unknown references, changes that the role or the rate plan forbids, values that
// are not unique, and moves that the tree forbids.
void validate(const ValidatedChange& change, std::vector<Problem>& problems);

// Replaces all problems with a field that the actor may not change by one role_denied problem, so
// that they reveal nothing about its value.
void hide_denied_fields(const Actor& actor, bool is_new, std::vector<Problem>& problems);

}  // namespace patchbay::core
