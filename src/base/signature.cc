// Signatures with libsodium.
#include "base/signature.h"

#include <array>
#include <stdexcept>

#include <sodium.h>

namespace patchbay {
namespace {

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

struct Pair {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key{};

  explicit Pair(std::string_view seed) {
    if (seed.size() != crypto_sign_SEEDBYTES) throw std::logic_error("a seed has 32 bytes");
    crypto_sign_seed_keypair(public_key.data(), secret_key.data(), raw(seed));
  }
};

}  // namespace

std::string public_key_of(std::string_view seed) {
  const Pair pair(seed);
  return {pair.public_key.begin(), pair.public_key.end()};
}

std::string sign(std::string_view text, std::string_view seed) {
  const Pair pair(seed);
  std::string out(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(out.data()), nullptr, raw(text),
                       text.size(), pair.secret_key.data());
  return out;
}

bool is_signed(std::string_view text, std::string_view signature, std::string_view public_key) {
  return signature.size() == crypto_sign_BYTES && public_key.size() == crypto_sign_PUBLICKEYBYTES &&
         crypto_sign_verify_detached(raw(signature), raw(text), text.size(), raw(public_key)) == 0;
}

}  // namespace patchbay
