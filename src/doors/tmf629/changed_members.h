// The members of a customer in which chosen fields stand, as they read after a change.
#pragma once

#include <span>

#include "doors/shared/field_selection.h"
#include "doors/tmf629/release.h"
#include "wire/tree.h"

namespace patchbay::doors::tmf629 {

struct MemberChange {
  const Record& before;
  const Record& after;
  std::span<const FieldToSend> fields;
  Release release;
  bool is_new;  // the members that the standard requires are there too
};

// A merge patch, or a new customer. A member that is taken away is null.
[[nodiscard]] wire::Object changed_members(const MemberChange& change);

}  // namespace patchbay::doors::tmf629
