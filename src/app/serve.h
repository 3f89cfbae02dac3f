// The server, put together: builds the parts and hands them to each other.
#pragma once

#include <string>

#include "app/config.h"

namespace patchbay::app {

struct ServeOptions {
  Config config;
  bool demo = false;
};

// Serves until SIGTERM or SIGINT, finishes what is in flight, and returns the process's exit code.
// What stands in the way of starting is said on standard error in one sentence.
int serve(const ServeOptions& options);

}  // namespace patchbay::app
