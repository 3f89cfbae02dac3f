// Principals: a person or a program that can sign in, with its home customer, roles, secrets and
// limits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "record/value/ids.h"

namespace patchbay {

// The hash of one API key. The key itself is shown once, when it is created.
struct ApiKey {
  std::string label;
  std::string hash;  // BLAKE2b of the key, 32 bytes; keys carry at least 128 random bits
  bool operator==(const ApiKey&) const = default;
};

struct Principal {
  std::int64_t id = 0;
  std::string name;  // unique; the name used to sign in
  CustomerId home;
  std::vector<std::int64_t> roles;   // role numbers; see core/access/roles.h
  std::vector<std::string> doors;    // doors it may use; empty: all doors
  std::vector<std::string> sources;  // addresses or CIDR blocks it may connect from; empty: all
  std::string password_hash;         // argon2id in its standard text form; empty: no password
  std::vector<ApiKey> keys;
  bool locked = false;
  bool deleted = false;
  Version version = 0;
  // Names of the roles, in the order of `roles`, filled when a principal is read for display. A
  // principal stored before roles had numbers has names only; such names grant nothing.
  std::vector<std::string> role_names{};

  bool operator==(const Principal&) const = default;
};

// An access token, a refresh token, or the token of a browser's session. Only the hash of its text
// is stored.
struct Token {
  std::string hash;
  std::int64_t principal = 0;
  Version principal_version = 0;  // the principal's version at sign-in; any change of the principal
                                  // makes the token invalid
  enum class Use : std::uint8_t { access, refresh, session } use = Use::access;
  // The hash of the other token of the pair. The pair of a session is a refresh token that is
  // given to no one: it expires when the session must end.
  std::string pair;
  Instant expires;
  // One value for all pairs refreshed from the same sign-in. Empty in rows of older versions.
  std::string family;
  // True for a refresh token that was used. The row is kept until it expires: a second use means
  // that the token was stolen.
  bool spent = false;
  bool operator==(const Token&) const = default;
};

// Failed sign-in attempts through all doors. A row counts one name from one source, one source with
// any name, or one name from any source.
struct Attempts {
  std::string key;     // a keyed hash; see core/access/attempts_keys.h
  std::string source;  // an address or a block of IPv6 addresses; empty: any source
  std::int64_t failures = 0;
  Instant locked_until;
  Instant last;
  bool operator==(const Attempts&) const = default;
};

}  // namespace patchbay
