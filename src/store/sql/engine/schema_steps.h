// The tables, as numbered steps: each is one transaction, and none is ever changed once released.
//
// Nodes of two versions work on one database while one is taken to the next: so what a new version
// needs is first added (expand), and what the old one used is taken away by a later step
// (contract). Each step says which versions can go on working once it is taken.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// The schema that this version makes, which is also the number of the version in what follows.
[[nodiscard]] std::int64_t newest_schema();

struct Step {
  std::string_view sql;
  std::int64_t usable_from;  // the oldest version that can work once this is taken
  // What SQL cannot say, done after it in the same transaction.
  void (*work)(Connection& connection) = nullptr;
};
[[nodiscard]] std::span<const Step> schema_steps();

// `step` with each {word} in the engine's own spelling.
[[nodiscard]] std::string spelled(std::string_view step, const Dialect& dialect);

// What makes the table in which the number of the schema stands, where there is none.
[[nodiscard]] std::string meta_table(const Dialect& dialect);

// All that makes the schema of that number, of an empty database: 0 to newest_schema().
[[nodiscard]] std::string steps_to(std::int64_t schema, const Dialect& dialect);

}  // namespace patchbay::store::sql
