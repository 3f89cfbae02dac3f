// Keys derived from one key. A derived key reveals neither the original key nor other derived keys.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace patchbay {

enum class KeyPurpose : std::uint8_t {
  integrity = 1,  // hashes of rows, entries and seals
  anchor = 2,     // seed of the key pair that signs anchors
  attempts = 3,   // hashes under which failed sign-in attempts are stored
  systems = 4,    // digests of what outside systems and the record last agreed on
};

// Returns 32 bytes derived from `key` (32 bytes) with libsodium's crypto_kdf (BLAKE2b).
[[nodiscard]] std::string derive_key(KeyPurpose use, std::string_view key);

}  // namespace patchbay
