// HMAC-SHA256 from libsodium, Ed25519 from base.
#include "reach/webhooks/signature.h"

#include <array>

#include <sodium.h>

#include "base/digest.h"
#include "base/signature.h"

namespace patchbay::reach {
namespace {

constexpr std::size_t kKeyBytes = 32;

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

std::optional<WebhookKeys> WebhookKeys::parse(std::string_view bytes) {
  if (bytes.size() != 2 * kKeyBytes) return std::nullopt;
  return WebhookKeys{.shared = std::string(bytes.substr(0, kKeyBytes)),
                     .seed = std::string(bytes.substr(kKeyBytes))};
}

std::string WebhookKeys::shared_text() const { return "whsec_" + base64(shared); }

std::string WebhookKeys::public_text() const { return "whpk_" + base64(public_key_of(seed)); }

std::string signatures(const SignedMessage& message, const WebhookKeys& keys) {
  std::string text(message.id);
  text.append(".").append(std::to_string(message.time_s)).append(".").append(message.body);
  return "v1," + base64(hmac_sha256(text, keys.shared)) + " v1a," + base64(sign(text, keys.seed));
}

}  // namespace patchbay::reach
