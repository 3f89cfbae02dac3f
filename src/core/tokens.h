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
// The old pair is void afterwards: a refresh token works once.
[[nodiscard]] Result<Outcome> refresh(const Mint& mint, const Refresh& given);
[[nodiscard]] Result<Outcome> sign_out(const Mint& mint, const Caller& caller);

}  // namespace patchbay::core
