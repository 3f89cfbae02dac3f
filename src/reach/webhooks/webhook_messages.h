// What a webhook is sent for a change: a CloudEvent, signed as Standard Webhooks say.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "reach/delivery/engine.h"
#include "reach/webhooks/signature.h"

namespace patchbay::reach {

// Opens what was sealed for the webhook of this number; nothing if that cannot be done.
using OpenKeys =
    std::function<std::optional<std::string>(std::string_view sealed, std::int64_t webhook)>;

// Bodies are shorter than this. One that would be longer leaves out values, then paths, and says
// so with `truncated`.
inline constexpr std::size_t kEventBytesMax = 20'000;

class WebhookMessages final : public Messages {
 public:
  explicit WebhookMessages(OpenKeys open_keys) : open_keys_(std::move(open_keys)) {}

  [[nodiscard]] bool wants(const Webhook& webhook, const FeedEntry& change) const override;
  [[nodiscard]] bool reaches(const Webhook& webhook, const Record& customer) const override;
  [[nodiscard]] std::optional<Message> message(const Webhook& webhook, const FeedEntry& change,
                                               const Record& customer, Instant now) const override;
  // An event of type `patchbay.test`, or a test in the webhook's form, that tells nothing of a
  // customer.
  [[nodiscard]] std::optional<Message> test_message(const Webhook& webhook, const std::string& id,
                                                    Instant now) const;

 private:
  struct Body {
    std::string url;
    std::string_view type;  // of the content
    std::string text;
  };
  [[nodiscard]] std::optional<Message> signed_message(const Webhook& webhook, const std::string& id,
                                                      Body body, Instant now) const;
  OpenKeys open_keys_;
};

// The CloudEvent of a change, as JSON in one line.
[[nodiscard]] std::string event_text(const Webhook& webhook, const FeedEntry& change);
// The address in the customer's field events_url; empty if there is none.
[[nodiscard]] std::string own_address(const Record& customer);
// The id of a change's event, the same for every attempt and every webhook.
[[nodiscard]] std::string event_id(const FeedEntry& change);

}  // namespace patchbay::reach
