// How a door writes messages about changes, for those who registered at it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "record/admin/webhook.h"
#include "record/history/entry.h"
#include "record/value/record.h"

namespace patchbay::doors {

// What there is to tell: a change, and its customer as it is now.
struct ToldChange {
  std::string_view event_id;
  const Entry& entry;
  const Record& customer;
};

// A form of messages, and what the query of a webhook means in it. The functions never fail: what
// cannot be read of a query was refused when it came.
struct EventFormat {
  std::string_view name;          // "tmf629.v4", as webhooks have it
  std::string_view content_type;  // of the messages
  // Whether the webhook asks for events of such changes, and of such customers.
  bool (*wants)(const Webhook& webhook, const Entry& entry);
  bool (*suits)(const Webhook& webhook, const Record& customer);
  // The message for a change that is wanted, shorter than `bytes_max`, which is at least 10 000.
  std::string (*event)(const Webhook& webhook, const ToldChange& change, std::size_t bytes_max);
  // A message that tells nothing of a customer.
  std::string (*test)(std::string_view event_id, Instant now);
};

// The form of this name of any door, or null.
[[nodiscard]] const EventFormat* find_event_format(std::string_view name);

}  // namespace patchbay::doors
