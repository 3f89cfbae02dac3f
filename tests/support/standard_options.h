// What settings.def gives if nothing is set, for tests of core, which does not know the
// configuration.
#pragma once

#include "core/service.h"

namespace patchbay {

// The service's options with the standard values of the section `access`, whose rows set them.
[[nodiscard]] inline core::ServiceOptions standard_options() {
  core::ServiceOptions service;
#define SET_access(member, value) member = static_cast<decltype(member)>(value);
#define SET_audit(...)
#define SET_deliveries(...)
#define SET_server(...)
#define SET_store(...)
#define SET_traffic(...)
#include "support/settings_rows.inc"
  return service;
}

}  // namespace patchbay
