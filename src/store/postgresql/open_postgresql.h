// Checks of a database before a store is opened in it.
#pragma once

#include <expected>
#include <optional>
#include <string>

namespace patchbay::store::postgresql {

// See missing() in store/open.h.
[[nodiscard]] std::expected<std::optional<std::string>, std::string> missing(
    const std::string& url);
// See schema_difference() in store/open.h; throws Unavailable.
[[nodiscard]] std::optional<std::string> schema_difference(const std::string& url);

}  // namespace patchbay::store::postgresql
