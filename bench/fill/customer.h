// The customers that benchmarks work on: like many others, in every door's reach.
#pragma once

#include "record/entry.h"

namespace patchbay::bench {

// Where benchmark customers begin, above those of the demo; all stand below the demo's reseller.
inline constexpr std::int64_t kFirst = 1000;
inline constexpr CustomerId kReseller{2};

// Version 1 of customer `id`: about thirty values, with two addresses and a contact.
[[nodiscard]] Record customer(std::int64_t id);

// The next version of `before`: three texts differ. `turn` makes them unlike any other's.
[[nodiscard]] Record amended(const Record& before, std::int64_t turn);

// The history entry between them; `before` is null for a new customer.
[[nodiscard]] Entry entry_of(const Record* before, const Record& after);

}  // namespace patchbay::bench
