// The customers of the benchmarks: typical records that every door can reach.
#pragma once

#include "record/history/entry.h"

namespace patchbay::bench {

// The first benchmark customer, above those of the demo. All are below the demo's reseller.
inline constexpr std::int64_t kFirst = 1000;
inline constexpr CustomerId kReseller{2};

// Version 1 of customer `id`: some thirty values, including an address and a contact.
[[nodiscard]] Record customer(std::int64_t id);

// The next version of `before`. Three texts change; `number` makes them differ from those of any
// other version.
[[nodiscard]] Record updated(const Record& before, std::int64_t number);

// The history entry between them; `before` is null for a new customer.
[[nodiscard]] Entry entry_of(const Record* before, const Record& after);

}  // namespace patchbay::bench
