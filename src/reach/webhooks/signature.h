// Signatures of Standard Webhooks 1.0.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patchbay::reach {

// The keys of a webhook: one that its receiver also has, and the seed of a key pair, whose
// public half it has.
struct WebhookKeys {
  std::string shared;  // 32 bytes
  std::string seed;    // 32 bytes

  // 64 bytes, to be sealed.
  [[nodiscard]] std::string bytes() const { return shared + seed; }
  static std::optional<WebhookKeys> parse(std::string_view bytes);
  // "whsec_…", which the receiver needs to check `v1`. It is secret.
  [[nodiscard]] std::string shared_text() const;
  // "whpk_…", with which anyone can check `v1a`.
  [[nodiscard]] std::string public_text() const;
};

// What is signed: the id of the message, its time in seconds since 1970, and its body.
struct SignedMessage {
  std::string_view id;
  std::int64_t time_s = 0;
  std::string_view body;
};

// "v1,… v1a,…": HMAC-SHA256 and Ed25519.
[[nodiscard]] std::string signatures(const SignedMessage& message, const WebhookKeys& keys);

}  // namespace patchbay::reach
