// Key derivation with libsodium.
#include "base/key_derivation.h"

#include <stdexcept>

#include <sodium.h>

namespace patchbay {

std::string derive_key(KeyPurpose use, std::string_view key) {
  constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "patchbay";
  if (key.size() != crypto_kdf_KEYBYTES) throw std::logic_error("a key has 32 bytes");
  std::string out(32, '\0');
  crypto_kdf_derive_from_key(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                             static_cast<std::uint64_t>(use), kContext,
                             reinterpret_cast<const unsigned char*>(key.data()));
  return out;
}

}  // namespace patchbay
