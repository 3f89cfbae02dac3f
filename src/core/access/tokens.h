// Tokens: pairs of an access and a refresh token, kept by their hashes.
#pragma once

#include "core/access/actor.h"
#include "core/call/call.h"
#include "core/call/outcome.h"
#include "core/service.h"

namespace patchbay::core {

// What keeping tokens needs, within the writing transaction.
struct TokenContext {
  store::Transaction& transaction;
  Random& random;
  Instant now;
  const ServiceOptions& options;
};

[[nodiscard]] Result<Outcome> issue_tokens(const TokenContext& context, const Principal& principal);
// The old pair is void afterwards: a refresh token works once. Used once more it was stolen, or
// what replaced it was: then all that was refreshed from it is void too, and what is written here
// must stay although the outcome is a fault.
struct RefreshedTokens {
  Result<Outcome> outcome;
  std::optional<Principal> principal;  // whose tokens they are, where that is known
  bool reused = false;
};
[[nodiscard]] RefreshedTokens refresh_tokens(const TokenContext& context, const Refresh& given);
[[nodiscard]] Result<Outcome> sign_out(const TokenContext& context, const Caller& caller);

}  // namespace patchbay::core
