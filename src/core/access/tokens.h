// Tokens: pairs of an access and a refresh token, stored as hashes.
#pragma once

#include "core/access/actor.h"
#include "core/call/call.h"
#include "core/call/outcome.h"
#include "core/service.h"

namespace patchbay::core {

// What the functions need, within the writing transaction.
struct TokenContext {
  store::Transaction& transaction;
  Random& random;
  Instant now;
  const ServiceOptions& options;
};

[[nodiscard]] Result<Outcome> issue_tokens(const TokenContext& context, const Principal& principal);
// The result of a refresh. The old pair is revoked: a refresh token works once. A second use means
// that it or its successor was stolen, so all tokens of its family are revoked too. This change
// must be committed although the outcome is a fault.
struct RefreshedTokens {
  Result<Outcome> outcome;
  std::optional<Principal> principal;  // the owner of the tokens, if known
  bool reused = false;
};
[[nodiscard]] RefreshedTokens refresh_tokens(const TokenContext& context, const Refresh& given);
[[nodiscard]] Result<Outcome> sign_out(const TokenContext& context, const Caller& caller);

}  // namespace patchbay::core
