// Judges a run: compares what clients were told with what the store holds.
#pragma once

#include <string>
#include <vector>

#include "simulation/history.h"
#include "simulation/rare_states.h"
#include "simulation/receivers.h"

namespace patchbay::simulation {

// Returns what is wrong, as sentences; at most 20. Notes the states that can be seen afterwards.
//
// Nothing acknowledged is lost, nothing refused is visible, and what nobody was told about is there
// once or not at all. Versions count by one, and each entry begins where the one before ended. The
// order of commits keeps the order in which clients saw things happen. A read shows the record as
// it was at its version, and never an older one than was known. The feed gives each entry once, in
// order. A key is good for one change and one reply. `verify` finds nothing.
[[nodiscard]] std::vector<std::string> judge(const History& history, const FinalState& end,
                                             Reached& reached);

// The same about webhooks, once all that can be delivered was.
//
// Each change in the journal arrived where it is wanted, and nothing else did. Changes of a
// customer arrived in order, but for those that were given up. The position that is kept is never
// before what was answered or waits.
[[nodiscard]] std::vector<std::string> judge(const DeliveryLog& log, const FinalState& end,
                                             Reached& reached);

}  // namespace patchbay::simulation
