// Administrative requests for the tests of principals, roles and rights, and their results as text.
#pragma once

#include "support/world.h"

namespace patchbay {

inline const core::RequiredPrivilege kAdministers{.any_of = core::Privilege::administrator};

// "done", or the first problem: "conflict: name is …".
inline std::string outcome_text(const Result<core::Outcome>& outcome) {
  if (outcome) return "done";
  const Problem& first = outcome.error().problems.front();
  return std::string(word(outcome.error().kind)) + ": " + first.field + ' ' + first.what;
}

}  // namespace patchbay
