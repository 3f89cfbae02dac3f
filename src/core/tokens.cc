// Issuing, refreshing and voiding tokens.
#include "core/tokens.h"

#include <utility>

#include "core/password.h"
#include "core/subject.h"

namespace patchbay::core {
namespace {

std::unexpected<Fault> bad_token() {
  return std::unexpected(Fault(Wrong::bad_token, "the token is unknown or has expired"));
}

// A pair of `family`; empty: the first of its own.
Result<Outcome> issue_in(const Mint& mint, const Principal& principal, const std::string& family) {
  Tokens out;
  out.token = make_key(mint.random);
  out.refresh_token = make_key(mint.random);
  out.seconds = mint.options.token_seconds;
  out.expires = mint.now.plus_seconds(out.seconds);
  Token access;
  access.hash = hash_key(out.token);
  access.principal = principal.id;
  access.principal_version = principal.version;
  access.use = Token::Use::access;
  access.pair = hash_key(out.refresh_token);
  access.expires = out.expires;
  access.family = family.empty() ? access.pair : family;
  Token second = access;
  std::swap(second.hash, second.pair);
  second.use = Token::Use::refresh;
  second.expires = mint.now.plus_seconds(mint.options.refresh_seconds);
  mint.transaction.save(access);
  mint.transaction.save(second);
  if (auto home = mint.transaction.customer(principal.home))
    out.home =
        view_of(mint.transaction, std::move(*home), mint.transaction.lineage(principal.home));
  return out;
}

}  // namespace

Result<Outcome> issue(const Mint& mint, const Principal& principal) {
  return issue_in(mint, principal, {});
}

Refreshed refresh(const Mint& mint, const Refresh& given) {
  const std::string hash = hash_key(given.refresh_token.reveal());
  auto held = mint.transaction.token(hash);
  if (!held || held->use != Token::Use::refresh || held->expires <= mint.now)
    return {.outcome = bad_token(), .principal = {}};
  Refreshed out{.outcome = bad_token(), .principal = mint.transaction.principal(held->principal)};
  if (held->spent) {
    mint.transaction.remove_family(held->family);
    out.reused = true;
    return out;
  }
  const auto& principal = out.principal;
  if (held->pair != hash_key(given.token.reveal()) || !principal || principal->deleted ||
      principal->locked || principal->version != held->principal_version)
    return out;
  mint.transaction.remove_token(held->pair);
  // One from before there were families begins one.
  const std::string family = held->family.empty() ? hash : held->family;
  held->spent = true;
  held->family = family;
  mint.transaction.save(*held);
  out.outcome = issue_in(mint, *principal, family);
  return out;
}

Result<Outcome> sign_out(const Mint& mint, const Caller& caller) {
  const auto* bearer = std::get_if<BearerToken>(&caller.credentials);
  if (!bearer) return bad_token();
  const std::string hash = hash_key(bearer->token.reveal());
  if (const auto held = mint.transaction.token(hash)) mint.transaction.remove_token(held->pair);
  mint.transaction.remove_token(hash);
  return SignedOut{};
}

}  // namespace patchbay::core
