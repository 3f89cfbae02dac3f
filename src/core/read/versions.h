// Records as they were.
#pragma once

#include <expected>
#include <string>

#include "store/store.h"

namespace patchbay::core {

enum class MissingVersion : std::uint8_t {
  never,   // there is no such version
  erased,  // values that came after it were erased from history
};

// `record` as it was at `version`, by taking back what history says came after.
[[nodiscard]] std::expected<Record, MissingVersion> record_at(store::ReadTransaction& reader,
                                                              const Record& record,
                                                              Version version);
// The version that stood at `time`; 0 where there was none yet.
[[nodiscard]] Version version_at(store::ReadTransaction& reader, const Record& record,
                                 Instant time);

// Which versions a customer has, as the end of "must be …": "a version of this customer, from 1 to
// 6", or "1, the only version of this customer".
[[nodiscard]] std::string versions_to(Version newest);

}  // namespace patchbay::core
