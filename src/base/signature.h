// Signatures by Ed25519: whoever has the public key can tell who signed.
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

// 32 bytes that belong to the pair made of `seed`, which is 32 bytes and secret.
[[nodiscard]] std::string public_key_of(std::string_view seed);
// 64 bytes.
[[nodiscard]] std::string sign(std::string_view text, std::string_view seed);
[[nodiscard]] bool is_signed(std::string_view text, std::string_view signature,
                             std::string_view public_key);

}  // namespace patchbay
