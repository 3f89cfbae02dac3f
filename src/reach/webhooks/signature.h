// Signatures of Standard Webhooks 1.0.
#pragma once

#include <string>
#include <string_view>

#include "record/admin/webhook_keys.h"

namespace patchbay::reach {

// What is signed: the id of the message, its time in seconds since 1970, and its body.
struct SignedMessage {
  std::string_view id;
  std::int64_t time_s = 0;
  std::string_view body;
};

// "v1,… v1a,…": HMAC-SHA256 and Ed25519.
[[nodiscard]] std::string signatures(const SignedMessage& message, const WebhookKeys& keys);

}  // namespace patchbay::reach
