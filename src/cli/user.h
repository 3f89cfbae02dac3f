// `patchbay user`: manages principals in the store of a data folder that no server uses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/access/attempts_keys.h"
#include "core/call/call.h"
#include "store/store.h"

namespace patchbay::app {

// One line from standard input without echo on a terminal, or the variable PATCHBAY_PASSWORD.
[[nodiscard]] std::string read_password(const char* prompt);

struct KeepRights {
  std::optional<core::AttemptsKeys> keys{};  // nothing: unlocking keeps the failed attempts
  bool force = false;                        // even if no owner of the system would remain
};

// Creates or changes a principal with the rights of the system owner and prints it. A new API key
// is printed only this once. Returns the exit code.
[[nodiscard]] int upsert_principal(store::Store& store, const std::string& location,
                                   core::UpsertPrincipal wanted, const KeepRights& rights = {});

}  // namespace patchbay::app
