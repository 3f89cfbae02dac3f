// Checking credentials. Unknown names take the time of known ones and get the same answer.
#include "core/authenticator.h"

#include <algorithm>

#include "base/digest.h"
#include "core/lockout.h"
#include "core/password.h"
#include "core/sources.h"

namespace patchbay::core {
namespace {

Rejection rejected(Wrong wrong, std::string what) { return {Fault(wrong, std::move(what))}; }

Rejection throttled_for(std::int64_t seconds) {
  Rejection out =
      rejected(Wrong::too_many_requests,
               "too many wrong names or secrets came from this address; try again later");
  out.fault.retry_after_s = static_cast<int>(seconds);
  return out;
}

constexpr std::string_view kWrongSecret = "the name or the secret is wrong, or locked for now";

// Whether `hash` is that of one of the principal's API keys.
bool has_key(const Principal& principal, std::string_view hash) {
  return std::any_of(principal.keys.begin(), principal.keys.end(),
                     [&](const ApiKey& key) { return same_bytes(key.hash, hash); });
}

template <class List>
bool admits_one(const List& list, auto&& holds) {
  return list.empty() || std::any_of(list.begin(), list.end(), holds);
}

}  // namespace

std::optional<Fault> missing(const Credentials& credentials) {
  if (std::holds_alternative<NoCredentials>(credentials))
    return Fault(Wrong::no_credentials, "no credentials were given");
  const auto* given = std::get_if<NameAndSecret>(&credentials);
  if (given && (given->name.empty() || given->secret.empty()))
    return Fault(Wrong::no_credentials, "a name and a secret are both needed to sign in");
  return std::nullopt;
}

Authenticator::Authenticator(const Clock& clock, Random& random, const Options& options)
    : clock_(clock), options_(options), memory_secret_(random.bytes(32)) {}

std::expected<Actor, Rejection> Authenticator::check(store::Reader& reader, const Caller& caller) {
  if (const auto* given = std::get_if<NameAndSecret>(&caller.credentials))
    return by_name(reader, caller, *given);
  if (const auto* given = std::get_if<BearerToken>(&caller.credentials))
    return by_token(reader, caller, *given);
  return std::unexpected(Rejection{*missing(caller.credentials)});
}

std::expected<Actor, Rejection> Authenticator::by_name(store::Reader& reader, const Caller& caller,
                                                       const NameAndSecret& given) {
  if (auto fault = missing(given)) return std::unexpected(Rejection{std::move(*fault)});
  const Glance glance = look(reader, caller, given);
  if (glance.locked_out)
    return std::unexpected(rejected(Wrong::bad_credentials, std::string(kWrongSecret)));
  const auto& principal = glance.principal;
  const auto let_in = [&] {
    auto actor = admit(reader, caller, *principal);
    if (actor) actor->had_failures = glance.has_failures;
    return actor;
  };
  if (principal && glance.right) return let_in();
  if (const std::int64_t seconds = throttled(reader, caller.source); seconds > 0) {
    // These tries are not counted: none of them must find what is remembered.
    forget(attempts_key(given.name, caller.source));
    return std::unexpected(throttled_for(seconds));
  }
  const bool right = password_matches(principal ? principal->password_hash : std::string{},
                                      given.secret.reveal(), options_.light_passwords);
  if (!principal || !right || principal->locked)
    return std::unexpected(
        Rejection{Fault(Wrong::bad_credentials, std::string(kWrongSecret)), true});
  remember(memory_key(given, caller.source), principal->id, principal->password_hash);
  return let_in();
}

Authenticator::Glance Authenticator::look(store::Reader& reader, const Caller& caller,
                                          const NameAndSecret& given) {
  Glance out;
  const auto attempts = reader.attempts(attempts_key(given.name, caller.source));
  out.has_failures = attempts.has_value();
  out.locked_out = locked_out(attempts, clock_.now());
  if (out.locked_out) return out;
  out.principal = reader.principal(given.name);
  if (!out.principal) return out;
  const std::string key = memory_key(given, caller.source);
  if (const auto known = recall(key)) {
    out.right =
        known->principal == out.principal->id &&
        (known->proof == out.principal->password_hash || has_key(*out.principal, known->proof));
    if (out.right) return out;
    forget(key);
  }
  const std::string hash = hash_key(given.secret.reveal());
  out.right = has_key(*out.principal, hash);
  if (out.right) remember(key, out.principal->id, hash);
  return out;
}

std::expected<Actor, Rejection> Authenticator::by_token(store::Reader& reader, const Caller& caller,
                                                        const BearerToken& given) {
  const auto bad = [] {
    return std::unexpected(rejected(Wrong::bad_token, "the token is unknown or has expired"));
  };
  if (given.token.empty()) return bad();
  const auto token = reader.token(hash_key(given.token.reveal()));
  if (!token || token->use != Token::Use::access || token->expires <= clock_.now()) return bad();
  auto principal = reader.principal(token->principal);
  if (!principal || principal->deleted || principal->version != token->principal_version)
    return bad();
  return admit(reader, caller, std::move(*principal));
}

std::expected<Actor, Rejection> Authenticator::admit(store::Reader& reader, const Caller& caller,
                                                     Principal principal) const {
  if (principal.locked)
    return std::unexpected(rejected(Wrong::bad_credentials, std::string(kWrongSecret)));
  if (!admits_one(principal.doors, [&](const std::string& door) { return door == caller.door; }))
    return std::unexpected(
        rejected(Wrong::not_allowed_here, "this interface is not open to this principal"));
  if (!admits_one(principal.sources,
                  [&](const std::string& block) { return within(block, caller.source); }))
    return std::unexpected(
        rejected(Wrong::not_allowed_here, "this source address is not open to this principal"));
  if (!reader.is_live(principal.home))
    return std::unexpected(rejected(Wrong::bad_credentials, std::string(kWrongSecret)));
  Privileges privileges = privileges_of(reader, principal.roles);
  return Actor{std::move(principal), privileges};
}

bool Authenticator::slow(store::Store& store, const Caller& caller) {
  const auto* given = std::get_if<NameAndSecret>(&caller.credentials);
  if (!given || given->name.empty() || given->secret.empty()) return false;
  if (recall(memory_key(*given, caller.source))) return false;
  try {
    const auto reader = store.read();
    const Glance glance = look(*reader, caller, *given);
    return !glance.locked_out && !glance.right && throttled(*reader, caller.source) == 0;
  } catch (const store::Unavailable&) {
    return false;  // and `check` will find it so
  }
}

std::int64_t Authenticator::throttled(store::Reader& reader, const std::string& source) const {
  if (options_.source_failures == 0) return 0;
  return throttled_seconds(reader.attempts(source_key(source)), clock_.now());
}

std::string Authenticator::memory_key(const NameAndSecret& given, const std::string& source) const {
  std::string both = given.name;
  both += '\0';
  both += given.secret.reveal();
  // Of its source, so that guesses from elsewhere do not find it.
  return attempts_key(given.name, source) + blake2b(both, memory_secret_);
}

std::optional<Authenticator::Remembered> Authenticator::recall(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = remembered_.find(key);
  if (found == remembered_.end() || found->second.until <= clock_.now()) return std::nullopt;
  return found->second;
}

void Authenticator::remember(const std::string& key, std::int64_t principal, std::string proof) {
  const std::lock_guard lock(mutex_);
  if (remembered_.size() >= kRememberedMax) remembered_.clear();
  remembered_[key] = {principal, std::move(proof),
                      clock_.now().plus_seconds(options_.auth_cache_seconds)};
}

void Authenticator::forget(const std::string& prefix) {
  const std::lock_guard lock(mutex_);
  auto one = remembered_.lower_bound(prefix);
  while (one != remembered_.end() && one->first.starts_with(prefix)) one = remembered_.erase(one);
}

}  // namespace patchbay::core
