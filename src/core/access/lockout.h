// Lockouts. Wrong secrets of one name from one source are counted across all doors; after a few,
// further attempts are refused for a growing time. Unknown names count the same way. Failures of
// one source with any name are counted too, and after many of them the source is throttled.
// Failures of one name from any source are counted too, and after many of them its checks are
// slowed.
//
// A lock does not outlast a clock that was set back: a count with a time in the future locks
// nothing, and applies again after the next failure.
#pragma once

#include <optional>

#include "core/service.h"
#include "store/store.h"

namespace patchbay::core {

// What a count covers: a name from a source, a source, or a name.
enum class AttemptScope : std::uint8_t { name_at_source, source, name };

// Whether a lock is in force at `now`.
[[nodiscard]] bool locked_out(const std::optional<Attempts>& attempts, Instant now);

// Returns the seconds until the lock ends, rounded up, at most 3600; 0 if no lock is in force. A
// caller whose lock lasts longer may ask again after an hour.
[[nodiscard]] std::int64_t locked_seconds(const std::optional<Attempts>& attempts, Instant now);

// Whether a name with these attempts from all sources must be slowed down.
[[nodiscard]] bool slowed(const std::optional<Attempts>& attempts, Instant now,
                          const ServiceOptions& options);

// Returns `attempts` after one more failure. The counts of a throttled source do not change, so
// that the throttling ends.
[[nodiscard]] Attempts after_failure(Attempts attempts, AttemptScope counted, Instant now,
                                     const ServiceOptions& options);

}  // namespace patchbay::core
