// What is erased in addition to a person's record and history: replies kept for retries, recent
// traffic, and words that the index of search terms still holds.
#pragma once

#include <functional>
#include <memory>

#include "core/access/actor.h"
#include "core/call/traffic.h"
#include "core/change/mentions.h"
#include "core/idempotency.h"

namespace patchbay::core {

// Who is erased, and who asked for it. If the home of `actor` is below the root, only replies and
// requests of principals at that home and below it count: what others sent is not theirs to read,
// nor to remove.
struct ErasedPerson {
  CustomerId customer;
  Actor actor;
  Version seen = 0;  // `mentions` holds the values of versions up to this one
  Mentions mentions{};
  bool version_passed = false;  // the version that the call was made for was compared at `seen`
};

// The places that are looked through. `traffic` may be null.
struct KeptElsewhere {
  store::Store& store;
  const IdempotencyRecords& idempotency;
  Traffic* traffic;
};

// Count what forget() would erase.
[[nodiscard]] std::int64_t count_replies(store::ReadTransaction& reader, const KeptElsewhere& kept,
                                         const ErasedPerson& person);
[[nodiscard]] std::int64_t count_requests(store::ReadTransaction& reader, const KeptElsewhere& kept,
                                          const ErasedPerson& person);

// Words that are removed from the index of search terms leave traces only after the record changed.
enum class Traces : std::uint8_t { stay, go };

// Erases requests, finds the replies that `reader` shows, and returns what erases these, in writes
// of bounded size. It then calls `done` with whether all is erased, on any thread; it does not need
// `reader` and `person` any more. Throws what the reader throws.
[[nodiscard]] std::function<void()> forget(store::ReadTransaction& reader,
                                           const KeptElsewhere& kept, const ErasedPerson& person,
                                           Traces traces, std::function<void(bool)> done);

}  // namespace patchbay::core
