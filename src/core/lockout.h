// Lock-outs: wrong secrets of one name from one source are counted across all doors, and after a
// few of them every further try is refused for a growing time. Names that nobody has are counted
// the same. So are failures of one source, whatever the names: after many of them it is throttled.
#pragma once

#include <string>

#include "core/service.h"
#include "store/store.h"

namespace patchbay::core {

// One name from one source; with an empty source, what the keys of all its sources begin with.
[[nodiscard]] std::string attempts_key(std::string_view name, std::string_view source);

// One source, whatever the name. Names are never empty, so it is no name's.
[[nodiscard]] std::string source_key(std::string_view source);

[[nodiscard]] bool locked_out(const std::optional<Attempts>& attempts, Instant now);

// Seconds, rounded up, for which a source with these `attempts` is throttled; 0 where it is not.
[[nodiscard]] std::int64_t throttled_seconds(const std::optional<Attempts>& attempts, Instant now);

// Counts one more failure of a name from a source; the source's not while it is throttled, so that
// this ends.
void count_failure(store::Transaction& transaction, std::string_view name, std::string_view source,
                   Instant now, const Options& options);

}  // namespace patchbay::core
