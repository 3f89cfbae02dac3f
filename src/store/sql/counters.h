// The numbers that customers, principals and references are known by.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

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
// Throws Unavailable where it was not written by this server.
[[nodiscard]] std::optional<std::int64_t> find_mark(Connection& connection, std::string_view name);
// All that were written by this server, by name.
[[nodiscard]] std::vector<Mark> find_marks(Connection& connection);
void set_mark(Connection& connection, const Mark& mark);

}  // namespace patchbay::store::sql
