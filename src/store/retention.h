// Counts what is kept for a time, and what of it is old enough to go.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "store/store.h"

namespace patchbay::store {

// Everything older than these times goes.
struct RetentionLimits {
  std::optional<Instant> history_before;  // none: history keeps its values
  Instant requests_before;
  Instant answers_before;
  Instant attempts_before;
  Instant deliveries_before{};
};

// How many are kept, and how many of them would go now.
struct RetentionCount {
  std::int64_t kept = 0;
  std::int64_t old = 0;
};

struct RetentionReport {
  RetentionCount history;  // replaced values of customers
  RetentionCount requests;
  RetentionCount answers;     // replies kept for idempotency keys
  RetentionCount attempts;    // counts of failed sign-ins
  RetentionCount deliveries;  // attempts to deliver to webhooks
};

// Reads all of it, in pages, and writes nothing.
[[nodiscard]] RetentionReport count_retained(ReadTransaction& reader,
                                             const RetentionLimits& limits);

}  // namespace patchbay::store
