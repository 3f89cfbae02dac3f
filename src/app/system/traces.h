// Traces that commands leave in a data folder, so that a server that runs there knows of them: the
// last backup and the last verification.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include "core/call/system.h"

namespace patchbay::app {

// The names of the files.
inline constexpr const char* kBackupTrace = "last_backup.json";
inline constexpr const char* kVerifyTrace = "last_verify.json";

// Replaces the trace `name` in `folder`, if servers use that folder; a backup has no traces. It is
// on disk on return. The error is a sentence for the operator.
[[nodiscard]] std::expected<void, std::string> leave_trace(const std::filesystem::path& folder,
                                                           const char* name,
                                                           const core::Deed& deed);

// Returns the trace; nothing if there is none, if it cannot be read, or if others may change it.
[[nodiscard]] std::optional<core::Deed> read_trace(const std::filesystem::path& folder,
                                                   const char* name);

}  // namespace patchbay::app
