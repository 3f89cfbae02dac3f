// The caller, once it is known who that is.
#pragma once

#include "core/privilege.h"
#include "record/principal.h"
#include "store/store.h"

namespace patchbay::core {

struct Actor {
  Principal principal;
  Privileges privileges;
  bool had_failures = false;  // which this success should make forgotten

  [[nodiscard]] CustomerId home() const { return principal.home; }
};

// Whether a customer with this lineage (itself first) is the actor's home or stands below it.
[[nodiscard]] bool reaches(const Actor& actor, const std::vector<CustomerId>& lineage);

// Whether `actor` may see `reference`: its owner is the actor's home, stands above it or, but for
// roles, which are seen downwards only, below it.
[[nodiscard]] bool visible(store::Reader& reader, const Actor& actor, const Reference& reference);

}  // namespace patchbay::core
