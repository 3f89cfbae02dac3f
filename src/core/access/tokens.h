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
// Makes all tokens and sessions of the principal invalid: it gets a new version, with an entry in
// its history. API keys stay valid.
[[nodiscard]] Result<Outcome> sign_out_everywhere(const TokenContext& context,
                                                  const Principal& principal, ChangeOrigin by);

// A browser's session: one token that expires after an idle time, is prolonged while its user is
// active, and ends for good after `session_seconds`. The outcome is Tokens without a refresh token;
// that of a renewal has no token either, because the token stays the same.
[[nodiscard]] Result<Outcome> start_session(const TokenContext& context,
                                            const Principal& principal);
[[nodiscard]] Result<Outcome> renew_session(const TokenContext& context, const Caller& caller);

}  // namespace patchbay::core
