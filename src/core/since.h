// What has changed since a version that a caller knows: for refusing a blind overwrite, and for
// applying a change on top where nothing overlaps.
#pragma once

#include "core/change.h"
#include "core/wishes.h"

namespace patchbay::core {

struct ChangedSince {
  Path path;
  std::string principal;  // the last to change it
  Version version = 0;    // and what that made
};

// Everything that changed after `version` and up to `record`, newest change first, each path once.
// A version that the record never had, or one too far back, has no answer.
[[nodiscard]] std::optional<std::vector<ChangedSince>> changed_since(store::Reader& reader,
                                                                     const Record& record,
                                                                     Version version);

// The fault that names them: "notes was changed by alice (version 8)".
[[nodiscard]] Fault moved_on(const Record& record, Version version,
                             const std::vector<ChangedSince>& changes, const Spellings& spellings);

}  // namespace patchbay::core
