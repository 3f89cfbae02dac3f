// What is erased after a person's record and history were: replies kept for retries, recent
// traffic, and words that the index of search terms still holds.
#pragma once

#include <functional>
#include <memory>

#include "core/call/traffic.h"
#include "core/change/mentions.h"
#include "core/idempotency.h"

namespace patchbay::core {

// Who was erased.
struct ErasedPerson {
  CustomerId customer;
  Mentions mentions;
};

[[nodiscard]] bool mentions(const ErasedPerson& person, const TrafficRecord& record);

// Counts the replies that would be erased.
[[nodiscard]] std::int64_t count_replies(store::ReadTransaction& reader,
                                         const IdempotencyRecords& idempotency,
                                         const Mentions& mentions);

// Erases it, in writes of bounded size, and calls `done` with whether all of it is erased, on any
// thread. `traffic` may be null. Must not be called on a thread of the store: it reads.
void forget(store::Store& store, const IdempotencyRecords& idempotency, Traffic* traffic,
            std::shared_ptr<const ErasedPerson> person, std::function<void(bool)> done);

}  // namespace patchbay::core
