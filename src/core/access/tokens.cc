// Issues, refreshes and revokes tokens.
#include "core/access/tokens.h"

#include <algorithm>
#include <utility>

#include "core/access/password.h"
#include "core/access/subject.h"
#include "record/history/admin_entry.h"
#include "record/history/chain.h"

namespace patchbay::core {
namespace {

std::unexpected<Fault> bad_token() {
  return std::unexpected(Fault(ErrorKind::bad_token, "the token is unknown or has expired"));
}

// Issues a pair in `family`; an empty family starts a new one.
Result<Outcome> issue_tokens_in(const TokenContext& context, const Principal& principal,
                                const std::string& family) {
  Tokens out;
  out.token = make_key(context.random);
  out.refresh_token = make_key(context.random);
  out.seconds = context.options.token_seconds;
  out.expires = context.now.plus_seconds(out.seconds);
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
  second.expires = context.now.plus_seconds(context.options.refresh_seconds);
  context.transaction.save(access);
  context.transaction.save(second);
  if (auto home = context.transaction.customer(principal.home))
    out.home =
        view_of(context.transaction, std::move(*home), context.transaction.lineage(principal.home));
  return out;
}

}  // namespace

Result<Outcome> issue_tokens(const TokenContext& context, const Principal& principal) {
  return issue_tokens_in(context, principal, {});
}

RefreshedTokens refresh_tokens(const TokenContext& context, const Refresh& given) {
  const std::string hash = hash_key(given.refresh_token.reveal());
  auto held = context.transaction.token(hash);
  if (!held || held->use != Token::Use::refresh || held->expires <= context.now)
    return {.outcome = bad_token(), .principal = {}};
  RefreshedTokens out{.outcome = bad_token(),
                      .principal = context.transaction.principal(held->principal)};
  if (held->spent) {
    context.transaction.remove_family(held->family);
    out.reused = true;
    return out;
  }
  const auto& principal = out.principal;
  if (held->pair != hash_key(given.token.reveal()) || !principal || principal->deleted ||
      principal->locked || principal->version != held->principal_version)
    return out;
  context.transaction.remove_token(held->pair);
  // A token from before families existed starts one.
  const std::string family = held->family.empty() ? hash : held->family;
  held->spent = true;
  held->family = family;
  context.transaction.save(*held);
  out.outcome = issue_tokens_in(context, *principal, family);
  return out;
}

Result<Outcome> sign_out(const TokenContext& context, const Caller& caller) {
  const auto* bearer = std::get_if<BearerToken>(&caller.credentials);
  if (!bearer) return bad_token();
  const std::string hash = hash_key(bearer->token.reveal());
  if (const auto held = context.transaction.token(hash))
    context.transaction.remove_token(held->pair);
  context.transaction.remove_token(hash);
  return SignedOut{};
}

Result<Outcome> sign_out_everywhere(const TokenContext& context, const Principal& principal,
                                    ChangeOrigin by) {
  const auto before = context.transaction.principal(principal.id);
  if (!before || before->version != principal.version) return bad_token();
  Principal after = *before;
  ++after.version;
  AdminEntry entry = entry_of(&*before, after);
  entry.action = "sign_out";
  entry.by = std::move(by);
  bind(entry, context.random);
  context.transaction.save(after);
  context.transaction.save(entry);
  return SignedOut{};
}

Result<Outcome> start_session(const TokenContext& context, const Principal& principal) {
  const ServiceOptions& options = context.options;
  Tokens out;
  out.token = make_key(context.random);
  out.seconds = std::min(options.session_idle_seconds, options.session_seconds);
  out.expires = context.now.plus_seconds(out.seconds);
  Token session;
  session.hash = hash_key(out.token);
  session.principal = principal.id;
  session.principal_version = principal.version;
  session.use = Token::Use::session;
  session.pair = hash_key(make_key(context.random));
  session.expires = out.expires;
  session.family = session.pair;
  Token end = session;
  std::swap(end.hash, end.pair);
  end.use = Token::Use::refresh;
  end.expires = context.now.plus_seconds(options.session_seconds);
  context.transaction.save(session);
  context.transaction.save(end);
  return out;
}

Result<Outcome> renew_session(const TokenContext& context, const Caller& caller) {
  const auto* bearer = std::get_if<BearerToken>(&caller.credentials);
  if (!bearer) return bad_token();
  auto session = context.transaction.token(hash_key(bearer->token.reveal()));
  if (!session || session->use != Token::Use::session || session->expires <= context.now)
    return bad_token();
  const auto end = context.transaction.token(session->pair);
  if (!end || end->expires <= context.now) return bad_token();
  session->expires =
      std::min(context.now.plus_seconds(context.options.session_idle_seconds), end->expires);
  context.transaction.save(*session);
  Tokens out;
  out.expires = session->expires;
  out.seconds = (session->expires.us - context.now.us) / 1'000'000;
  return out;
}

}  // namespace patchbay::core
