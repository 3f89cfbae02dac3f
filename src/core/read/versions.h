// Earlier versions of records.
#pragma once

#include <expected>
#include <string>

#include "store/store.h"

namespace patchbay::core {

enum class MissingVersion : std::uint8_t {
  never,   // the version does not exist
  erased,  // values of later changes were erased from history
};

// Returns `record` as it was at `version`, by undoing the later changes in history.
[[nodiscard]] std::expected<Record, MissingVersion> record_at(store::ReadTransaction& reader,
                                                              const Record& record,
                                                              Version version);
// Returns the version that was current at `time`; 0 if the customer did not exist yet.
[[nodiscard]] Version version_at(store::ReadTransaction& reader, const Record& record,
                                 Instant time);

// Returns the versions that a customer has, as the end of "must be …": "a version of this customer,
// from 1 to 6", or "1, the only version of this customer".
[[nodiscard]] std::string versions_to(Version newest);

}  // namespace patchbay::core
