// The text forms of keys, as Standard Webhooks write them.
#include "record/admin/webhook_keys.h"

#include "base/digest.h"
#include "base/signature.h"

namespace patchbay {

WebhookKeys WebhookKeys::make(Random& random) {
  return {.shared = random.bytes(kBytes / 2), .seed = random.bytes(kBytes / 2)};
}

std::optional<WebhookKeys> WebhookKeys::parse(std::string_view bytes) {
  if (bytes.size() != kBytes) return std::nullopt;
  return WebhookKeys{.shared = std::string(bytes.substr(0, kBytes / 2)),
                     .seed = std::string(bytes.substr(kBytes / 2))};
}

std::string WebhookKeys::shared_text() const { return "whsec_" + base64(shared); }

std::string WebhookKeys::public_text() const { return "whpk_" + base64(public_key_of(seed)); }

std::string WebhookKeys::bound(std::int64_t webhook) {
  return "webhook " + std::to_string(webhook);
}

}  // namespace patchbay
