// Lock-outs: wrong secrets of one name from one source are counted across all doors, and after a
// few of them every further try is refused for a growing time. Names that nobody has are counted
// the same. So are failures of one source, whatever the names: after many of them it is throttled;
// and of one name, whatever the sources: after many of them its checks are slowed.
//
// No lock outlasts a clock that was set back: what was counted at a time that is yet to come holds
// nobody up, and counts again with the next failure.
#pragma once

#include <optional>

#include "core/service.h"
#include "store/store.h"

namespace patchbay::core {

// What is counted: of a name from a source, of a source, of a name.
enum class AttemptScope : std::uint8_t { name_at_source, source, name };

// Whether its lock holds at `now`.
[[nodiscard]] bool locked_out(const std::optional<Attempts>& attempts, Instant now);

// Seconds, rounded up, until the lock ends; 0 where it does not hold. At most an hour: whoever
// waits longer does no harm by asking once more.
[[nodiscard]] std::int64_t locked_seconds(const std::optional<Attempts>& attempts, Instant now);

// Whether a name with these attempts from all sources is guessed at.
[[nodiscard]] bool slowed(const std::optional<Attempts>& attempts, Instant now,
                          const ServiceOptions& options);

// `attempts` after one more failure; those of a source that is throttled stay, so that this ends.
[[nodiscard]] Attempts after_failure(Attempts attempts, AttemptScope counted, Instant now,
                                     const ServiceOptions& options);

}  // namespace patchbay::core
