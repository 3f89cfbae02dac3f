// Who is asking: names and secrets, tokens, lock-outs, and the memory of what was checked.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/actor.h"
#include "core/call.h"
#include "core/service.h"

namespace patchbay::core {

// A caller that was not let in.
struct Rejection {
  Fault fault;
  std::string attempts_key;  // not empty: one more failure is to be counted under this key
};

// Threads: any.
class Authenticator {
 public:
  Authenticator(const Clock& clock, Random& random, const Options& options);

  // Takes tens of milliseconds where a password is not remembered; reads through `reader`.
  [[nodiscard]] std::expected<Actor, Rejection> check(store::Reader& reader, const Caller& caller);
  // Whether `check` would compute a password's hash.
  [[nodiscard]] bool slow(const Caller& caller) const;
  // Whether failures stand against this caller, which a success should forget.
  [[nodiscard]] bool has_failures(store::Reader& reader, const Caller& caller) const;

 private:
  struct Remembered {
    std::int64_t principal = 0;
    std::string proof;  // the hash it was checked against: gone when the password changes
    Instant until;
  };
  std::expected<Actor, Rejection> by_name(store::Reader& reader, const Caller& caller,
                                          const NameAndSecret& given);
  std::expected<Actor, Rejection> by_token(store::Reader& reader, const Caller& caller,
                                           const BearerToken& given);
  std::expected<Actor, Rejection> admit(store::Reader& reader, const Caller& caller,
                                        Principal principal) const;
  [[nodiscard]] std::string memory_key(const NameAndSecret& given) const;
  [[nodiscard]] std::optional<Remembered> recall(const std::string& key) const;
  void remember(const std::string& key, const Principal& principal);

  static constexpr std::size_t kRememberedMax = 10'000;
  const Clock& clock_;
  const Options& options_;
  const std::string
      memory_secret_;  // keys the memory, so that it holds no usable hash of a password
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Remembered> remembered_;
};

}  // namespace patchbay::core
