// Checks credentials. An unknown name takes the same time as a known one and gets the same answer.
#include "core/access/authenticator.h"

#include <algorithm>

#include "base/cidr.h"
#include "base/digest.h"
#include "core/access/lockout.h"
#include "core/access/password.h"
#include "core/access/principal_names.h"
#include "core/access/roles.h"

namespace patchbay::core {
namespace {

Rejection rejected(ErrorKind kind, std::string what) { return {Fault(kind, std::move(what))}; }

Rejection throttled_for(std::int64_t seconds) {
  Rejection out =
      rejected(ErrorKind::too_many_requests,
               "too many wrong names or secrets came from this address; try again later");
  out.fault.retry_after_s = static_cast<int>(seconds);
  return out;
}

constexpr std::size_t kSecretBytesMax = 1024;
// For this time after a sign-in from a source, the principal goes before unknown callers from
// there.
constexpr std::int64_t kRecentSignInSeconds = 30 * 86400;

constexpr std::string_view kWrongSecret =
    "the name or the secret is wrong, or the name is locked for now";

// Whether `hash` is the hash of one of the principal's API keys.
bool has_key(const Principal& principal, std::string_view hash) {
  return std::any_of(principal.keys.begin(), principal.keys.end(),
                     [&](const ApiKey& key) { return same_bytes(key.hash, hash); });
}

template <class List>
bool admits_one(const List& list, auto&& holds) {
  return list.empty() || std::any_of(list.begin(), list.end(), holds);
}

}  // namespace

Authenticator::Authenticator(const Clock& clock, Random& random, const ServiceOptions& options,
                             const AttemptsKeys& keys, const SignInFailures& failures)
    : clock_(clock),
      options_(options),
      keys_(keys),
      failures_(failures),
      memory_secret_(random.bytes(32)) {}

std::expected<Actor, Rejection> Authenticator::check(store::ReadTransaction& reader,
                                                     const Caller& caller) {
  if (const auto* given = std::get_if<NameAndSecret>(&caller.credentials))
    return check_name(reader, caller, *given);
  if (const auto* given = std::get_if<BearerToken>(&caller.credentials))
    return check_token(reader, caller, *given);
  auto fault = missing(caller.credentials);
  return std::unexpected(Rejection{
      fault ? *std::move(fault) : Fault(ErrorKind::no_credentials, "no credentials were given")});
}

std::expected<Actor, Rejection> Authenticator::check_name(store::ReadTransaction& reader,
                                                          const Caller& caller,
                                                          const NameAndSecret& given) {
  if (auto fault = missing(given)) return std::unexpected(Rejection{std::move(*fault)});
  if (given.name.size() > kNameBytesMax) return refuse_long_name(reader, caller, given);
  const QuickCheck quick = check_quickly(reader, caller, given);
  const auto& principal = quick.principal;
  // A success clears failed guesses at the password. A success with a key proves nothing about the
  // password, so it clears nothing.
  const auto accepted = [&](bool is_key, bool is_new) {
    auto actor = accept(reader, caller, *principal);
    if (actor) actor->had_failures = quick.has_failures && !is_key;
    if (actor)
      actor->signed_in = !is_new  ? SignedIn::before
                         : is_key ? SignedIn::by_key
                                  : SignedIn::by_password;
    return actor;
  };
  if (principal && quick.right) return accepted(quick.is_key, quick.is_new);
  if (quick.locked_out)
    return std::unexpected(rejected(ErrorKind::bad_credentials, std::string(kWrongSecret)));
  const std::string at_source = keys_.of(given.name, caller.source);
  if (const std::int64_t seconds = throttled(reader, caller.source); seconds > 0) {
    // Attempts while throttled are not counted, so their results must not be in the cache.
    forget(at_source);
    return std::unexpected(throttled_for(seconds));
  }
  // The password is checked before the name, the lock, the door and the source: a faster or
  // different answer would reveal which names exist. So each attempt costs a hash. A secret longer
  // than any password costs none, because it is wrong for every name.
  const bool can_be = given.secret.reveal().size() <= kSecretBytesMax;
  const bool right =
      can_be && password_matches(principal ? principal->password_hash : std::string{},
                                 given.secret.reveal(), options_.light_passwords);
  if (!principal || !right || principal->locked)
    return std::unexpected(
        Rejection{.fault = Fault(ErrorKind::bad_credentials, std::string(kWrongSecret)),
                  .is_failure = true,
                  .is_known = principal.has_value()});
  remember(memory_key(given, at_source), principal->id, principal->password_hash);
  remember_sign_in(at_source);
  return accepted(/*is_key=*/false, /*is_new=*/true);
}

// No principal has a name this long, so nothing is looked up. The check takes as long as for other
// names.
std::expected<Actor, Rejection> Authenticator::refuse_long_name(store::ReadTransaction& reader,
                                                                const Caller& caller,
                                                                const NameAndSecret& given) const {
  if (const std::int64_t seconds = throttled(reader, caller.source); seconds > 0)
    return std::unexpected(throttled_for(seconds));
  if (given.secret.reveal().size() <= kSecretBytesMax)
    (void)password_matches({}, given.secret.reveal(), options_.light_passwords);
  return std::unexpected(Rejection{
      .fault = Fault(ErrorKind::bad_credentials, std::string(kWrongSecret)), .is_failure = true});
}

Authenticator::QuickCheck Authenticator::check_quickly(store::ReadTransaction& reader,
                                                       const Caller& caller,
                                                       const NameAndSecret& given) {
  QuickCheck out;
  const std::string at_source = keys_.of(given.name, caller.source);
  const auto attempts = failures_.find(reader, at_source);
  out.has_failures = attempts.has_value();
  out.locked_out = locked_out(attempts, clock_.now());
  out.principal = principal_named(reader, given.name);
  if (!out.principal || given.secret.reveal().size() > kSecretBytesMax) return out;
  const std::string key = memory_key(given, at_source);
  if (const auto known = find_remembered(key)) {
    const bool is_same_principal = known->principal == out.principal->id;
    out.is_key = is_same_principal && has_key(*out.principal, known->proof);
    // A locked name's password is not accepted from the cache either: an attacker could use it to
    // test guesses.
    out.right = out.is_key || (is_same_principal && !out.locked_out &&
                               known->proof == out.principal->password_hash);
    if (out.right || out.locked_out) return out;
    forget(key);
  }
  const std::string hash = hash_key(given.secret.reveal());
  out.right = out.is_key = out.is_new = has_key(*out.principal, hash);
  if (out.right) remember(key, out.principal->id, hash);
  return out;
}

std::expected<Actor, Rejection> Authenticator::check_token(store::ReadTransaction& reader,
                                                           const Caller& caller,
                                                           const BearerToken& given) {
  const auto bad = [] {
    return std::unexpected(rejected(ErrorKind::bad_token, "the token is unknown or has expired"));
  };
  if (given.token.empty()) return bad();
  const auto token = reader.token(hash_key(given.token.reveal()));
  if (!token || token->use == Token::Use::refresh || token->expires <= clock_.now()) return bad();
  auto principal = reader.principal(token->principal);
  if (!principal || principal->deleted || principal->version != token->principal_version)
    return bad();
  return accept(reader, caller, std::move(*principal));
}

std::expected<Actor, Rejection> Authenticator::accept(store::ReadTransaction& reader,
                                                      const Caller& caller,
                                                      Principal principal) const {
  if (principal.locked)
    return std::unexpected(rejected(ErrorKind::bad_credentials, std::string(kWrongSecret)));
  if (!admits_one(principal.doors, [&](const std::string& door) { return door == caller.door; }))
    return std::unexpected(
        rejected(ErrorKind::not_allowed_here, "this interface is not open to this principal"));
  if (!admits_one(principal.sources,
                  [&](const std::string& block) { return block_contains(block, caller.source); }))
    return std::unexpected(
        rejected(ErrorKind::not_allowed_here, "this source address is not open to this principal"));
  if (!reader.is_live(principal.home))
    return std::unexpected(rejected(ErrorKind::bad_credentials, std::string(kWrongSecret)));
  Privileges privileges = privileges_of(reader, principal);
  return Actor{std::move(principal), privileges};
}

std::optional<PasswordCheck> Authenticator::find_password_check(store::Store& store,
                                                                const Caller& caller) {
  const auto* given = std::get_if<NameAndSecret>(&caller.credentials);
  if (!given || given->name.empty() || given->secret.empty()) return std::nullopt;
  if (given->secret.reveal().size() > kSecretBytesMax) return std::nullopt;
  const bool is_long = given->name.size() > kNameBytesMax;
  if (!is_long && find_remembered(memory_key(*given, keys_.of(given->name, caller.source))))
    return std::nullopt;
  PasswordCheck out{.source = to_source_block(caller.source), .name = {}};
  try {
    const auto reader = store.read();
    if (is_long) {
      if (throttled(*reader, caller.source) > 0) return std::nullopt;
      return out;
    }
    const QuickCheck quick = check_quickly(*reader, caller, *given);
    if (quick.locked_out || quick.right || throttled(*reader, caller.source) > 0)
      return std::nullopt;
    out.name = keys_.of_guesses(given->name);
    out.is_known = has_signed_in_recently(keys_.of(given->name, caller.source));
    out.is_slowed = slowed(failures_.find(*reader, out.name), clock_.now(), options_);
    return out;
  } catch (const store::Unavailable&) {
    return std::nullopt;  // check() reports that the store is unavailable
  }
}

std::int64_t Authenticator::throttled(store::ReadTransaction& reader,
                                      const std::string& source) const {
  if (options_.source_failures == 0) return 0;
  return locked_seconds(failures_.find(reader, keys_.of_source(source)), clock_.now());
}

std::string Authenticator::memory_key(const NameAndSecret& given,
                                      const std::string& at_source) const {
  std::string both = given.name;
  both += '\0';
  both += given.secret.reveal();
  // The source is part of the key, so a guess from another source does not hit the cache.
  return at_source + blake2b(both, memory_secret_);
}

std::optional<Authenticator::Remembered> Authenticator::find_remembered(
    const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = remembered_.find(key);
  if (found == remembered_.end()) return std::nullopt;
  const Instant now = clock_.now();
  // If the clock was set back, an entry must still end after the configured time.
  const Instant until_max = now.plus_seconds(options_.auth_cache_seconds);
  if (found->second.until <= now || found->second.until > until_max) return std::nullopt;
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

void Authenticator::remember_sign_in(const std::string& key) {
  const std::lock_guard lock(mutex_);
  if (recent_sign_ins_.size() >= kRecentSignInsMax && !recent_sign_ins_.contains(key))
    recent_sign_ins_.clear();
  recent_sign_ins_[key] = clock_.now();
}

bool Authenticator::has_signed_in_recently(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = recent_sign_ins_.find(key);
  return found != recent_sign_ins_.end() &&
         found->second.plus_seconds(kRecentSignInSeconds) > clock_.now();
}

}  // namespace patchbay::core
