// Numbers of customers, principals and references.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "record/field/value_rule.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

inline constexpr std::string_view kCustomerSequence = "customer";
inline constexpr std::string_view kPrincipalSequence = "principal";
[[nodiscard]] std::string reference_sequence(ReferenceKind kind);

[[nodiscard]] std::int64_t next_in_sequence(Connection& connection, std::string_view counter);
// Makes next_in_sequence return more than `value`.
void advance_sequence(Connection& connection, std::string_view counter, std::int64_t value);

// Marks, stored in the same table. Throws Unavailable if the row's hash is wrong.
[[nodiscard]] std::optional<std::int64_t> find_mark(Connection& connection, std::string_view name);
// Returns all marks with a valid hash, sorted by name.
[[nodiscard]] std::vector<Mark> find_marks(Connection& connection);
void set_mark(Connection& connection, const Mark& mark);

}  // namespace patchbay::store::sql
