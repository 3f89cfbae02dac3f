// Who is asking: names and secrets, tokens, lock-outs, and the memory of what was checked.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/access/actor.h"
#include "core/access/sign_in_failures.h"
#include "core/call/call.h"

namespace patchbay::core {

// A caller that was not let in.
struct Rejection {
  Fault fault;
  bool is_failure = false;  // the name is unknown or the secret wrong: to be counted
  bool is_known = false;    // the name is a principal's
};

// How many bytes a name that is looked up may have: as many as a principal's name may.
inline constexpr std::size_t kNameBytesMax = 400;

// Threads: any.
class Authenticator {
 public:
  Authenticator(const Clock& clock, Random& random, const ServiceOptions& options,
                const AttemptsKeys& keys, const SignInFailures& failures);

  // Takes tens of milliseconds where a password is not remembered; reads through `reader`.
  [[nodiscard]] std::expected<Actor, Rejection> check(store::ReadTransaction& reader,
                                                      const Caller& caller);
  // The password whose hash `check` would compute, or nothing. Reads from the store only where the
  // secret is not remembered, so that API keys and the refused do not wait behind those who guess.
  [[nodiscard]] std::optional<PasswordCheck> find_password_check(store::Store& store,
                                                                 const Caller& caller);

 private:
  struct Remembered {
    std::int64_t principal = 0;
    std::string proof;  // the hash of the password or key it was checked against: with that gone,
                        // nothing is remembered
    Instant until;
  };
  // What is known of a name and secret without computing a password's hash.
  struct QuickCheck {
    bool locked_out = false;
    bool has_failures = false;
    std::optional<Principal> principal;
    bool right = false;   // the secret is a key of the principal, or remembered
    bool is_key = false;  // it is a key
    bool is_new = false;  // and was not remembered
  };
  QuickCheck check_quickly(store::ReadTransaction& reader, const Caller& caller,
                           const NameAndSecret& given);
  std::expected<Actor, Rejection> check_name(store::ReadTransaction& reader, const Caller& caller,
                                             const NameAndSecret& given);
  std::expected<Actor, Rejection> check_token(store::ReadTransaction& reader, const Caller& caller,
                                              const BearerToken& given);
  std::expected<Actor, Rejection> accept(store::ReadTransaction& reader, const Caller& caller,
                                         Principal principal) const;
  // Seconds for which no password from `source` is checked.
  [[nodiscard]] std::int64_t throttled(store::ReadTransaction& reader,
                                       const std::string& source) const;
  std::expected<Actor, Rejection> refuse_long_name(store::ReadTransaction& reader,
                                                   const Caller& caller,
                                                   const NameAndSecret& given) const;
  [[nodiscard]] std::string memory_key(const NameAndSecret& given, const std::string& source) const;
  [[nodiscard]] std::optional<Remembered> find_remembered(const std::string& key) const;
  void remember(const std::string& key, std::int64_t principal, std::string proof);
  void forget(const std::string& prefix);  // all whose keys begin so
  void remember_sign_in(const std::string& key);
  [[nodiscard]] bool has_signed_in_recently(const std::string& key) const;

  static constexpr std::size_t kRememberedMax = 10'000;
  static constexpr std::size_t kRecentSignInsMax = 100'000;
  const Clock& clock_;
  const ServiceOptions& options_;
  const AttemptsKeys& keys_;
  const SignInFailures& failures_;
  const std::string
      memory_secret_;  // keys the memory, so that it holds no usable hash of a password
  mutable std::mutex mutex_;
  std::map<std::string, Remembered> remembered_;
  std::map<std::string, Instant>
      recent_sign_ins_;  // names at sources that gave a right password, and when
};

}  // namespace patchbay::core
