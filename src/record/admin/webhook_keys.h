// The keys of a webhook.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace patchbay {

// One key that the receiver also has, and the seed of a key pair, whose public half it has.
struct WebhookKeys {
  std::string shared;  // 32 bytes
  std::string seed;    // 32 bytes

  static constexpr std::size_t kBytes = 64;

  // 64 bytes, to be sealed.
  [[nodiscard]] std::string bytes() const { return shared + seed; }
  [[nodiscard]] static WebhookKeys make(Random& random);
  static std::optional<WebhookKeys> parse(std::string_view bytes);
  // "whsec_…", which the receiver needs to check `v1`. It is secret.
  [[nodiscard]] std::string shared_text() const;
  // "whpk_…", with which anyone can check `v1a`.
  [[nodiscard]] std::string public_text() const;

  // What the sealed keys of the webhook of this number are bound to.
  [[nodiscard]] static std::string bound(std::int64_t webhook);
};

}  // namespace patchbay
