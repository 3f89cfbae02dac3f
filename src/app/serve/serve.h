// Builds the parts of the server and connects them.
#pragma once

#include <string>

#include "app/config/config.h"

namespace patchbay::app {

struct ServeOptions {
  Config config;
  Sources sources;  // of `config`, read again on SIGHUP
  bool demo = false;
};

// Serves until SIGTERM or SIGINT, finishes requests in flight, and returns the exit code of the
// process. SIGHUP reloads (app/serve/reload.h). Other signals do nothing. Prints the reasons why
// the server cannot start on standard error, one sentence each.
int serve(const ServeOptions& options);

}  // namespace patchbay::app
