// The caller after sign-in.
#pragma once

#include "core/call/privilege.h"
#include "record/admin/principal.h"
#include "store/store.h"

namespace patchbay::core {

// How the caller's identity was checked.
enum class SignedIn : std::uint8_t {
  before,       // by a token or by the cache of checked secrets
  by_password,  // by a password that was hashed for this call
  by_key,       // by an API key that was not in the cache
};

struct Actor {
  Principal principal;
  Privileges privileges;
  bool had_failures = false;  // the name had failed attempts, which this success clears
  SignedIn signed_in = SignedIn::before;

  [[nodiscard]] CustomerId home() const { return principal.home; }
};

// Whether the customer with this lineage (the customer first, then its ancestors) is the actor's
// home or below it.
[[nodiscard]] bool reaches(const Actor& actor, const std::vector<CustomerId>& lineage);

// Whether `actor` may see `reference`: its owner is the actor's home, above it or below it. A role
// is only visible at its owner and below; a webhook and an outside system only at its owner and
// above.
[[nodiscard]] bool may_see(store::ReadTransaction& reader, const Actor& actor,
                           const Reference& reference);

}  // namespace patchbay::core
