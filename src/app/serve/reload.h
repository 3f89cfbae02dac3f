// What SIGHUP does: reads the configuration again and applies what can change while serving.
#pragma once

#include "app/config/config.h"
#include "app/observe/log.h"
#include "http/server.h"

namespace patchbay::app {

// Reads `sources` again. Applies the log level, and the certificate with its key for new
// connections. `config` then holds what is in effect. Logs other changed settings as needing a
// restart. If anything is wrong, nothing changes and the log says why.
void reload(const Sources& sources, Config& config, Log& log, http::Server& server);

}  // namespace patchbay::app
