// Conditions on the version of a record, as in RFC 9110, section 13.
#pragma once

#include "core/call/call.h"
#include "record/fault.h"

namespace patchbay::core {

// Returns the version that the change was made for; `current` is the current version, and the
// result if the caller names none. Returns a fault if a version is required and none is named, if
// only impossible versions are named, or if `if_none_match` excludes the record.
[[nodiscard]] Result<Version> base_version(const CallOptions& options, Version current);

}  // namespace patchbay::core
