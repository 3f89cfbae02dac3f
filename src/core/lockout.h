// Lock-outs: wrong secrets of one name from one source are counted across all doors, and after a
// few of them every further try is refused for a growing time. Names that nobody has are counted
// the same.
#pragma once

#include <string>

#include "core/service.h"
#include "store/store.h"

namespace patchbay::core {

// One name from one source; with an empty source, what the keys of all its sources begin with.
[[nodiscard]] std::string attempts_key(std::string_view name, std::string_view source);

[[nodiscard]] bool locked_out(const std::optional<Attempts>& attempts, Instant now);

// `attempts` after one more failure.
[[nodiscard]] Attempts after_failure(std::optional<Attempts> attempts, const std::string& key,
                                     Instant now, const Options& options);

}  // namespace patchbay::core
