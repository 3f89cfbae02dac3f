// Reads webhooks and the attempts to deliver to them, tests them, and delivers again. All of it is
// for administrators whose reach holds the customer of the webhook.
#pragma once

#include "core/access/secret_sealer.h"
#include "core/admin/admin_objects.h"
#include "core/call/deliveries.h"
#include "core/pending_call.h"

namespace patchbay::core {

// Returns the live webhook of this number, if the actor may see it and it has the format, if one is
// given.
[[nodiscard]] Result<Webhook> find_webhook(store::ReadTransaction& reader, const Actor& actor,
                                           std::int64_t id,
                                           const std::optional<std::string>& format = {});
// Returns a webhook without its keys.
[[nodiscard]] WebhookView view_of(store::ReadTransaction& reader, Webhook webhook,
                                  const SecretSealer& sealer);

// Each executes the call that `pending` holds.
[[nodiscard]] Result<Outcome> get_webhook(store::ReadTransaction& reader,
                                          const PendingCall& pending, const SecretSealer& sealer);
[[nodiscard]] Result<Outcome> list_webhooks(store::ReadTransaction& reader,
                                            const PendingCall& pending, const SecretSealer& sealer);
[[nodiscard]] Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const ListDeliveries& list);
// Completes the call at once with a refusal, or later with the answer of the receiver.
void test_webhook(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                  Deliveries* deliveries);
[[nodiscard]] Result<Outcome> replay_deliveries(store::Transaction& transaction,
                                                const PendingCall& pending,
                                                const SecretSealer& sealer, Instant now);

}  // namespace patchbay::core
