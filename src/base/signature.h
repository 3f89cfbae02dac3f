// Ed25519 signatures. Anyone with the public key can check who signed.
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

// Returns the public key (32 bytes) of the key pair made from `seed`, which is 32 secret bytes.
[[nodiscard]] std::string public_key_of(std::string_view seed);
// Returns 64 bytes.
[[nodiscard]] std::string sign(std::string_view text, std::string_view seed);
[[nodiscard]] bool is_signed(std::string_view text, std::string_view signature,
                             std::string_view public_key);

}  // namespace patchbay
