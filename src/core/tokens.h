// Tokens: pairs of an access and a refresh token, kept by their hashes.
#pragma once

#include "core/actor.h"
#include "core/call.h"
#include "core/outcome.h"
#include "core/service.h"

namespace patchbay::core {

// What keeping tokens needs, within the writing transaction.
struct Mint {
  store::Transaction& transaction;
  Random& random;
  Instant now;
  const Options& options;
};

[[nodiscard]] Result<Outcome> issue(const Mint& mint, const Principal& principal);
// The old pair is void afterwards: a refresh token works once. Used once more it was stolen, or
// what replaced it was: then all that was refreshed from it is void too, and what is written here
// must stay although the outcome is a fault.
struct Refreshed {
  Result<Outcome> outcome;
  std::optional<Principal> principal;  // whose tokens they are, where that is known
  bool reused = false;
};
[[nodiscard]] Refreshed refresh(const Mint& mint, const Refresh& given);
[[nodiscard]] Result<Outcome> sign_out(const Mint& mint, const Caller& caller);

}  // namespace patchbay::core
