// What has changed since a version that a caller knows: for refusing a blind overwrite, and for
// applying a change on top where nothing overlaps.
#pragma once

#include "core/change/edits.h"
#include "core/change/plan.h"

namespace patchbay::core {

struct ConcurrentChange {
  Path path;
  std::string principal;  // the last to change it
  Version version = 0;    // and what that made
};

// Everything that changed after `version` and up to `record`, newest change first, each path once.
// A version that the record never had, or one too far back, has no answer.
[[nodiscard]] std::optional<std::vector<ConcurrentChange>> find_changes_since(
    store::ReadTransaction& reader, const Record& record, Version version);

// The fault that names them: "notes was changed by alice (version 8)".
[[nodiscard]] Fault version_conflict(const Record& record, Version version,
                                     const std::vector<ConcurrentChange>& changes,
                                     const Spellings& spellings);

}  // namespace patchbay::core
