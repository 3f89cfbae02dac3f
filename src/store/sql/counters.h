// The numbers that customers, principals and references are known by.
#pragma once

#include <optional>
#include <string_view>

#include "record/admits.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

inline constexpr std::string_view kCustomerCounter = "customer";
inline constexpr std::string_view kPrincipalCounter = "principal";
[[nodiscard]] std::string reference_counter(Kind kind);

[[nodiscard]] std::int64_t count_up(Connection& connection, std::string_view counter);
// Makes count_up answer more than `value`.
void count_past(Connection& connection, std::string_view counter, std::int64_t value);

// Numbers kept under a name, in the same table.
[[nodiscard]] std::optional<std::int64_t> find_mark(Connection& connection, std::string_view name);
void set_mark(Connection& connection, std::string_view name, std::int64_t value);

}  // namespace patchbay::store::sql
