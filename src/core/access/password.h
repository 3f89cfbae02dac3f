// Secrets for sign-in: how they are hashed, created and compared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.h"

namespace patchbay::core {

// Returns an argon2id hash in its usual text form, which libsodium reads too. `light` uses the
// lowest cost that the library allows, for tests. Throws std::bad_alloc.
[[nodiscard]] std::string hash_password(std::string_view password, bool light, Random& random);
// Takes tens of milliseconds. An empty or invalid hash matches no password and takes as long.
[[nodiscard]] bool password_matches(std::string_view hash, std::string_view password, bool light);

// Returns the number of password hashes that this process has computed, for new passwords and for
// checks.
[[nodiscard]] std::int64_t hashes_computed();

// Returns the hash under which an API key or token is stored. Keys are random, so a fast hash is
// enough.
[[nodiscard]] std::string hash_key(std::string_view key);
// Returns a new key or token of 256 random bits, in base64url.
[[nodiscard]] std::string make_key(Random& random);

}  // namespace patchbay::core
