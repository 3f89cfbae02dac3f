// Looking at a database before anything is opened in it.
#pragma once

#include <expected>
#include <optional>
#include <string>

namespace patchbay::store::postgresql {

// As store/open.h promises of `missing`.
[[nodiscard]] std::expected<std::optional<std::string>, std::string> missing(
    const std::string& url);
// As store/open.h promises; throws Unavailable.
[[nodiscard]] std::optional<std::string> schema_difference(const std::string& url);

}  // namespace patchbay::store::postgresql
