// Records as they were.
#pragma once

#include "store/store.h"

namespace patchbay::core {

// `record` as it was at `version`, by taking back what history says came after; nothing where it
// never had that version.
[[nodiscard]] std::optional<Record> record_at(store::Reader& reader, const Record& record,
                                              Version version);
// The version that stood at `time`; 0 where there was none yet.
[[nodiscard]] Version version_at(store::Reader& reader, const Record& record, Instant time);

}  // namespace patchbay::core
