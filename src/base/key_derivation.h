// Keys that follow from one: whoever has one of these finds neither the first nor the others.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace patchbay {

enum class KeyPurpose : std::uint8_t {
  integrity = 1,  // of the hashes that rows, entries and seals carry
  anchor = 2,     // the seed of the pair that signs anchors
  attempts = 3,   // of the hashes under which failed attempts to sign in are kept
};

// 32 bytes that follow from `key`, which is 32 bytes, by libsodium's crypto_kdf (BLAKE2b).
[[nodiscard]] std::string derive_key(KeyPurpose use, std::string_view key);

}  // namespace patchbay
