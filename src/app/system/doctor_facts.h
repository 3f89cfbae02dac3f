// Gathers what can be seen of a configuration and its store from outside, also while it is served.
#pragma once

#include <string>

#include "app/system/doctor.h"

namespace patchbay::app {

// Fills in what is on this machine. Changes nothing. `key_copy` is the path of a copy of the
// sealing key, or empty. `now` is the time of this machine.
void look_at_machine(const Config& config, const std::string& key_copy, Instant now,
                     DoctorFacts& out);

}  // namespace patchbay::app
