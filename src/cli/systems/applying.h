// Changes of a plan that are applied one after another, with a line for each.
#pragma once

#include <span>

#include "cli/output.h"
#include "cli/systems/session.h"

namespace patchbay::app {

// Whether any change writes to the record, so that no server may use the folder of the store.
[[nodiscard]] bool writes_record(std::span<const reach::PlannedChange> changes);

// Applies all changes and prints what became of each, and how many there were of each kind; as JSON
// on one line at the end. Stops when the system does not answer several times in a row. Returns an
// exit code: kDone, kError after a failure, or kRefused if something was refused or has changed
// since the plan was made.
[[nodiscard]] int apply_all(std::span<const reach::PlannedChange> changes, SystemSession& session,
                            Output& output);

}  // namespace patchbay::app
