// Checks of everything that the configuration names, made by `check-config` and by `serve` before
// it starts.
#pragma once

#include <string>
#include <vector>

#include "app/config/config.h"

namespace patchbay::app {

// Every reason why the server cannot serve with `config`, one sentence each: the address, the
// certificate and its key, the currency, the data folder and the sealing key. Creates, changes and
// serves nothing.
[[nodiscard]] std::vector<std::string> config_problems(const Config& config, bool demo);

}  // namespace patchbay::app
