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

// Queues the removal of what was kept long enough, values of history a few entries at a time, so
// that queued changes do not wait long. `store` must outlive what is queued.
void remove_old(store::Store& store, const ServiceOptions& options, Instant now);

}  // namespace patchbay::core
