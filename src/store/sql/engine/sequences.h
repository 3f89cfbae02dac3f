// The numbers that customers, principals and references are known by.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "record/field/value_rule.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

inline constexpr std::string_view kCustomerSequence = "customer";
inline constexpr std::string_view kPrincipalSequence = "principal";
[[nodiscard]] std::string reference_sequence(Kind kind);

[[nodiscard]] std::int64_t next_in_sequence(Connection& connection, std::string_view counter);
// Makes next_in_sequence answer more than `value`.
void advance_sequence(Connection& connection, std::string_view counter, std::int64_t value);

// Numbers kept under a name, in the same table.
// Throws Unavailable where it was not written by this server.
[[nodiscard]] std::optional<std::int64_t> find_mark(Connection& connection, std::string_view name);
// All that were written by this server, by name.
[[nodiscard]] std::vector<Mark> find_marks(Connection& connection);
void set_mark(Connection& connection, const Mark& mark);

}  // namespace patchbay::store::sql
