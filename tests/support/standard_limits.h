// What settings.def gives if nothing is set, for tests of http, which does not know the
// configuration.
#pragma once

#include "http/server.h"

namespace patchbay::http {

// The limits with the standard values of the section `server`, whose rows set them.
[[nodiscard]] inline Limits standard_limits() {
  struct {
    Limits limits;
    int threads = 0;
    int password_threads = 0;
    int live_readers_max = 0;
  } config;
#define SET_server(member, value) config.member = static_cast<decltype(config.member)>(value);
#define SET_access(...)
#define SET_audit(...)
#define SET_deliveries(...)
#define SET_store(...)
#define SET_traffic(...)
#include "support/settings_rows.inc"
  return config.limits;
}

}  // namespace patchbay::http
