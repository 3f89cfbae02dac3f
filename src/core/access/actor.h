// The caller, once it is known who that is.
#pragma once

#include "core/call/privilege.h"
#include "record/admin/principal.h"
#include "store/store.h"

namespace patchbay::core {

// How it was made sure who asks.
enum class SignedIn : std::uint8_t {
  before,       // by a token, or by what is remembered
  by_password,  // that was checked now
  by_key,       // that was not remembered
};

struct Actor {
  Principal principal;
  Privileges privileges;
  bool had_failures = false;  // which this success should make forgotten
  SignedIn signed_in = SignedIn::before;

  [[nodiscard]] CustomerId home() const { return principal.home; }
};

// Whether a customer with this lineage (itself first) is the actor's home or stands below it.
[[nodiscard]] bool reaches(const Actor& actor, const std::vector<CustomerId>& lineage);

// Whether `actor` may see `reference`: its owner is the actor's home, stands above it or, but for
// roles, which are seen downwards only, below it.
[[nodiscard]] bool may_see(store::ReadTransaction& reader, const Actor& actor,
                           const Reference& reference);

}  // namespace patchbay::core
