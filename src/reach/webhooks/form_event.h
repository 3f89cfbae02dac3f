// A change as form fields, for the address in a customer's own field `events_url`.
#pragma once

#include <string>

#include "record/admin/webhook.h"
#include "record/history/feed.h"
#include "record/value/record.h"

namespace patchbay::reach {

// "event_type=customer.changed&event_id=…&id=101&name=…": what the change is, then its fields in
// the spelling of Enswitch, whose field `events_url` is. Fields that Enswitch does not have are
// named in `event_changed` only, secret ones too. An empty value was cleared. Shorter than
// kEventBytesMax: one that would be longer has no values, and then `event_truncated`.
[[nodiscard]] std::string form_event(const Webhook& webhook, const FeedEntry& change,
                                     const Record& customer);

}  // namespace patchbay::reach
