// Authentication: names with secrets, tokens, lockouts, and a cache of checked secrets.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/access/actor.h"
#include "core/access/sign_in_failures.h"
#include "core/call/call.h"

namespace patchbay::core {

// The refusal of a caller.
struct Rejection {
  Fault fault;
  bool is_failure = false;  // unknown name or wrong secret; counts as a failed attempt
  bool is_known = false;    // a principal has this name
};

// Maximum bytes of a name that is looked up; no principal has a longer name.
inline constexpr std::size_t kNameBytesMax = 400;

// Threads: any.
class Authenticator {
 public:
  Authenticator(const Clock& clock, Random& random, const ServiceOptions& options,
                const AttemptsKeys& keys, const SignInFailures& failures);

  // Identifies the caller. Takes tens of milliseconds if a password has to be hashed. Reads through
  // `reader`.
  [[nodiscard]] std::expected<Actor, Rejection> check(store::ReadTransaction& reader,
                                                      const Caller& caller);
  // Returns the password check that `check` would make, or nothing if it would not hash a password.
  // Reads the store only if the secret is not in the cache. Callers with API keys and refused
  // callers therefore do not queue behind password checks.
  [[nodiscard]] std::optional<PasswordCheck> find_password_check(store::Store& store,
                                                                 const Caller& caller);

 private:
  struct Remembered {
    std::int64_t principal = 0;
    std::string proof;  // hash of the password or key that was checked; the entry is void if the
                        // principal no longer has it
    Instant until;
  };
  // What is known about a name and secret without hashing a password.
  struct QuickCheck {
    bool locked_out = false;
    bool has_failures = false;
    std::optional<Principal> principal;
    bool right = false;   // the secret is one of the principal's keys, or is in the cache
    bool is_key = false;  // the secret is a key
    bool is_new = false;  // the key was not in the cache
  };
  QuickCheck check_quickly(store::ReadTransaction& reader, const Caller& caller,
                           const NameAndSecret& given);
  std::expected<Actor, Rejection> check_name(store::ReadTransaction& reader, const Caller& caller,
                                             const NameAndSecret& given);
  std::expected<Actor, Rejection> check_token(store::ReadTransaction& reader, const Caller& caller,
                                              const BearerToken& given);
  std::expected<Actor, Rejection> accept(store::ReadTransaction& reader, const Caller& caller,
                                         Principal principal) const;
  // Seconds during which no password from `source` is checked.
  [[nodiscard]] std::int64_t throttled(store::ReadTransaction& reader,
                                       const std::string& source) const;
  std::expected<Actor, Rejection> refuse_long_name(store::ReadTransaction& reader,
                                                   const Caller& caller,
                                                   const NameAndSecret& given) const;
  // `at_source`: the key of the name from the source of the request.
  [[nodiscard]] std::string memory_key(const NameAndSecret& given,
                                       const std::string& at_source) const;
  [[nodiscard]] std::optional<Remembered> find_remembered(const std::string& key) const;
  void remember(const std::string& key, std::int64_t principal, std::string proof);
  void forget(const std::string& prefix);  // removes all entries whose keys start with `prefix`
  void remember_sign_in(const std::string& key);
  [[nodiscard]] bool has_signed_in_recently(const std::string& key) const;

  static constexpr std::size_t kRememberedMax = 10'000;
  static constexpr std::size_t kRecentSignInsMax = 100'000;
  const Clock& clock_;
  const ServiceOptions& options_;
  const AttemptsKeys& keys_;
  const SignInFailures& failures_;
  const std::string memory_secret_;  // key of the cache's hashes, so that memory holds no usable
                                     // hash of a password
  mutable std::mutex mutex_;
  std::map<std::string, Remembered> remembered_;
  std::map<std::string, Instant>
      recent_sign_ins_;  // key: name at a source; value: time of the last correct password
};

}  // namespace patchbay::core
