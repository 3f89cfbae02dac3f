// The tables as numbered schema steps. Each step is one transaction and never changes after its
// release.
//
// Nodes of two versions use one database during an upgrade. A step therefore first adds what the
// new version needs (expand), and a later step removes what the old version used (contract). Each
// step states the oldest version that can work after it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Returns the schema of this version. It also serves as the version's number in `usable_from`.
[[nodiscard]] std::int64_t newest_schema();

struct Step {
  std::string_view sql;
  std::int64_t usable_from;  // the oldest version that can work after this step
  // Work that SQL cannot express, done after the SQL in the same transaction.
  void (*work)(Connection& connection) = nullptr;
  enum class On : std::uint8_t { every_engine, full_text } on = On::every_engine;
};
// Whether the step does anything on an engine. If not, only the schema's number changes.
[[nodiscard]] bool concerns(const Step& step, const Dialect& dialect);
[[nodiscard]] std::span<const Step> schema_steps();

// Returns `step` with each {word} replaced by the engine's word.
[[nodiscard]] std::string spelled(std::string_view step, const Dialect& dialect);

// Returns the SQL that creates the table that holds the schema's number, if it is missing.
[[nodiscard]] std::string meta_table(const Dialect& dialect);

// Returns the SQL that creates this schema in an empty database; 0 to newest_schema().
[[nodiscard]] std::string steps_to(std::int64_t schema, const Dialect& dialect);

}  // namespace patchbay::store::sql
