// Changes made since a version that a caller knows. They decide whether a change is refused, or
// applied on top because nothing overlaps.
#pragma once

#include "core/change/edits.h"
#include "core/change/plan.h"

namespace patchbay::core {

struct ConcurrentChange {
  Path path;
  std::string principal;  // the last principal to change it
  Version version = 0;    // the version of that change
};

// Returns the paths changed after `version` up to `record`, newest change first, each path once.
// Returns nothing if the record never had the version, or if it is too far back.
[[nodiscard]] std::optional<std::vector<ConcurrentChange>> find_changes_since(
    store::ReadTransaction& reader, const Record& record, Version version);

// Returns the fault that lists the changes: "notes was changed by alice (version 8)".
[[nodiscard]] Fault version_conflict(const Record& record, Version version,
                                     const std::vector<ConcurrentChange>& changes,
                                     const Spellings& spellings);

}  // namespace patchbay::core
