// Conditions on the version of what is changed, as RFC 9110 (section 13) has them.
#pragma once

#include "core/call/call.h"
#include "record/fault.h"

namespace patchbay::core {

// The version that the change was made for, where the record is at `stands`: `stands` itself where
// the caller names none. A fault where a version is demanded and none is named, where only tags
// are named that no version can have, or where `if_none_match` excludes the record.
[[nodiscard]] Result<Version> base_version(const CallOptions& options, Version stands);

}  // namespace patchbay::core
