// Secrets that callers sign in with: how they are hashed, made and compared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.h"

namespace patchbay::core {

// argon2id in libsodium's text form. `light` is the least the library allows: for tests.
[[nodiscard]] std::string hash_password(std::string_view password, bool light);
// Takes tens of milliseconds. An empty or broken hash matches nothing, after the same time.
[[nodiscard]] bool password_matches(std::string_view hash, std::string_view password, bool light);

// How many hashes of passwords this process has computed, made and compared alike.
[[nodiscard]] std::int64_t hashes_computed();

// The hash by which an API key or token is kept: these are random, so a fast hash is enough.
[[nodiscard]] std::string hash_key(std::string_view key);
// A new key or token of 256 random bits, in base64url.
[[nodiscard]] std::string make_key(Random& random);

}  // namespace patchbay::core
