// What settings.def gives if nothing is set, for tests of the modules that do not know the
// configuration.
#pragma once

#include <cstdint>

#include "core/service.h"

namespace patchbay {

// The service's options with the standard values of the section `access`, whose rows set them.
[[nodiscard]] inline core::ServiceOptions standard_options() {
  core::ServiceOptions service;
#define TEXT(...)
#define FLAG(...)
#define WORD_FLAG(...)
#define WORD(...)
#define SET_access(member, standard) member = static_cast<decltype(member)>(standard);
#define SET_server(...)
#define SET_store(...)
#define SET_audit(...)
#define SET_traffic(...)
#define WHOLE(section, key, min, max, standard, member, meaning) SET_##section(member, standard)
#include "app/config/settings.def"
#undef WHOLE
#undef SET_traffic
#undef SET_audit
#undef SET_store
#undef SET_server
#undef SET_access
#undef WORD
#undef WORD_FLAG
#undef FLAG
#undef TEXT
  return service;
}

}  // namespace patchbay
