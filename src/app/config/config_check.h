// Looking at what the configuration names before anything is begun: for `check-config`, and for
// `serve`.
#pragma once

#include <string>
#include <vector>

#include "app/config/config.h"

namespace patchbay::app {

// Everything that stands in the way of serving as `config` says, one sentence each: the address,
// the certificate and its key, the currency, the folder of the data and the sealing key. Nothing is
// made, changed or served.
[[nodiscard]] std::vector<std::string> config_problems(const Config& config, bool demo);

}  // namespace patchbay::app
