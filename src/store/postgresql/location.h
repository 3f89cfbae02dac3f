// Locations of databases, as libpq reads them and as they are shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patchbay::store {

// Whether `location` names a PostgreSQL database.
[[nodiscard]] bool is_postgresql(std::string_view location);
// Returns `location` without a password, for display.
[[nodiscard]] std::string redacted_location(const std::string& location);
// Whether `location` contains a password.
[[nodiscard]] bool location_has_password(const std::string& location);
// Returns why `location` cannot name a database, as the text after "…: "; nothing if it can.
[[nodiscard]] std::optional<std::string> location_problem(const std::string& location);

}  // namespace patchbay::store
