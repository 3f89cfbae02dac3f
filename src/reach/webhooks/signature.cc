// HMAC-SHA256 from libsodium, Ed25519 from base.
#include "reach/webhooks/signature.h"

#include <array>

#include <sodium.h>

#include "base/digest.h"
#include "base/signature.h"

namespace patchbay::reach {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hmac_sha256(std::string_view text, std::string_view key) {
  crypto_auth_hmacsha256_state state;
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> out{};
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
  crypto_auth_hmacsha256_final(&state, out.data());
  return {reinterpret_cast<const char*>(out.data()), out.size()};
}

}  // namespace

std::string signatures(const SignedMessage& message, const WebhookKeys& keys) {
  std::string text(message.id);
  text.append(".").append(std::to_string(message.time_s)).append(".").append(message.body);
  return "v1," + base64(hmac_sha256(text, keys.shared)) + " v1a," + base64(sign(text, keys.seed));
}

}  // namespace patchbay::reach
