// Who can sign in: a person or a program, its home, roles, secrets and limits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "record/value/ids.h"

namespace patchbay {

// The hash of one API key. The key itself is shown once, when it is made.
struct ApiKey {
  std::string label;
  std::string hash;  // BLAKE2b of the key, 32 bytes; keys carry at least 128 random bits
  bool operator==(const ApiKey&) const = default;
};

struct Principal {
  std::int64_t id = 0;
  std::string name;  // unique; what is signed in with
  CustomerId home;
  std::vector<std::int64_t> roles;   // numbers of roles; see core/access/roles.h
  std::vector<std::string> doors;    // door names; empty: all
  std::vector<std::string> sources;  // addresses or CIDR blocks; empty: all
  std::string password_hash;         // argon2id in its own text form; empty: no password
  std::vector<ApiKey> keys;
  bool locked = false;
  bool deleted = false;
  Version version = 0;
  // Of a principal that is shown: what its roles are called, in their order. Of one that a store
  // holds from before roles had numbers: all that is known of its roles, which then give nothing.
  std::vector<std::string> role_names{};

  bool operator==(const Principal&) const = default;
};

// An access or refresh token, kept by the hash of its text.
struct Token {
  std::string hash;
  std::int64_t principal = 0;
  Version principal_version = 0;  // the password's: a changed principal's tokens are void
  enum class Use : std::uint8_t { access, refresh } use = Use::access;
  std::string pair;  // the hash of the other token of the pair
  Instant expires;
  // The same for all pairs that were refreshed from one sign-in. Empty: of an older version.
  std::string family;
  // A refresh token that was used. It is remembered until it expires: used again, it was stolen.
  bool spent = false;
  bool operator==(const Token&) const = default;
};

// Failed attempts to sign in, across all doors: of one name from one source, of one source whatever
// the name, or of one name whatever the source.
struct Attempts {
  std::string key;     // a keyed hash: core/access/attempts_keys.h
  std::string source;  // the address, or the block of IPv6 addresses; empty: any
  std::int64_t failures = 0;
  Instant locked_until;
  Instant last;
  bool operator==(const Attempts&) const = default;
};

}  // namespace patchbay
