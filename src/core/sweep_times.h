// What a server removes because it was kept long enough.
#pragma once

#include <optional>

#include "base/clock.h"
#include "core/service.h"
#include "store/store.h"

namespace patchbay::core {

struct SweepTimes {
  store::Sweep rows;
  std::optional<Instant> history_before;  // none: history keeps its values
};

// The times that the options give a sweep at the time `now`.
[[nodiscard]] SweepTimes sweep_times(const ServiceOptions& options, Instant now);

// Queues the erasing of values of history that were given up before `before`, a few entries at a
// time, so that queued changes do not wait long. `store` must outlive what is queued.
void erase_history(store::Store& store, Instant before, Instant now);

}  // namespace patchbay::core
