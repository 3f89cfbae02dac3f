// What SIGHUP does: the configuration is read again, and what can change while serving is changed.
#pragma once

#include "app/config/config.h"
#include "app/observe/log.h"
#include "http/server.h"

namespace patchbay::app {

// Reads `sources` again. Takes the level of the log, and the certificate with its key, which
// connections to come are shown; `config` holds what applies afterwards. What else has changed is
// logged as taking a restart. Where anything is wrong all stays as it was, and the log says why.
void reload(const Sources& sources, Config& config, Log& log, http::Server& server);

}  // namespace patchbay::app
