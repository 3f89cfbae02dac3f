// The command `version`.
#include <cstdio>

#include "cli/command.h"

namespace patchbay::app {

Run define_version(CLI::App& /*command*/) {
  return [] {
    std::puts("patchbay " PATCHBAY_VERSION);
    return 0;
  };
}

}  // namespace patchbay::app
