// The server, put together: builds the parts and hands them to each other.
#pragma once

#include <string>

#include "app/config/config.h"

namespace patchbay::app {

struct ServeOptions {
  Config config;
  Sources sources;  // of `config`, to be read again on SIGHUP
  bool demo = false;
};

// Serves until SIGTERM or SIGINT, finishes what is in flight, and returns the process's exit code.
// SIGHUP reloads (app/serve/reload.h); other signals do nothing. What stands in the way of starting
// is said on standard error, one sentence each.
int serve(const ServeOptions& options);

}  // namespace patchbay::app
