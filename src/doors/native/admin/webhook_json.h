// Webhooks, and what was sent to them, as JSON.
#pragma once

#include "core/call/call.h"
#include "core/call/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

[[nodiscard]] wire::Tree webhook_json(const core::WebhookView& view);
[[nodiscard]] wire::Tree test_json(const core::WebhookTest& test);
[[nodiscard]] wire::Tree deliveries_json(const core::DeliveryPage& page);
[[nodiscard]] wire::Tree replay_json(const core::DeliveryReplay& replay);

// Reads a merge patch. Appends what cannot be read to `problems`.
void read_webhook(const wire::Object& patch, core::UpsertWebhook& out,
                  std::vector<Problem>& problems);

}  // namespace patchbay::doors::native
