// Reads certificates.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace patchbay::http {

// Returns until when the first certificate in a PEM file is valid; nothing if it cannot be read.
[[nodiscard]] std::optional<Instant> certificate_expiry(const std::string& file);

}  // namespace patchbay::http
