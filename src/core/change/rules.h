// The rules that hold for a change as a whole, whichever door it came through.
#pragma once

#include "core/change/edits.h"
#include "core/change/plan.h"

namespace patchbay::core {

// A change whose edits are on the draft, with what is needed to judge it.
struct ValidatedChange {
  const ChangeContext& context;
  const Spellings& spellings;
  const ChangeRules& rules;
  const Record& before;
  const Draft& draft;
  const Differences& differences;
  const std::vector<CustomerId>& lineage;  // of the customer as it will be, itself first
  std::int64_t plan;                       // the rate plan whose locks count; 0 for none
};

// Appends what is wrong: references that do not exist, what the role or the rate plan does not
// allow, what must be unique, what the tree forbids.
void validate(const ValidatedChange& change, std::vector<Problem>& problems);

// Where a problem is of a field that the actor may not change, all that is said of the field is
// that: what one may not change is not read first.
void hide_denied_fields(const Actor& actor, bool is_new, std::vector<Problem>& problems);

}  // namespace patchbay::core
