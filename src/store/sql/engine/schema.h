// The schema version of a database, checks of it, and upgrades.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/random.h"
#include "store/sql/engine/driver.h"
#include "store/sql/engine/schema_steps.h"

namespace patchbay::store::sql {

// This version cannot use the schema; the text is a sentence for the operator.
struct WrongSchema : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Returns 0 if there is no schema yet.
[[nodiscard]] std::int64_t schema_of(Connection& connection);

// Returns why this version cannot use the schema, as a sentence; nothing if it can.
[[nodiscard]] std::optional<std::string> unusable(Connection& connection);

// Returns the first difference between the database's objects and those that the steps up to its
// schema create, as a phrase: "it has a trigger …". Returns nothing if there is none or if a newer
// version made the schema. Must not be called in a transaction.
[[nodiscard]] std::optional<std::string> schema_difference(Connection& connection);

// Whether the database holds a store. Must not be called in a transaction.
[[nodiscard]] bool has_schema(Connection& connection);

// The first schema with seals.
inline constexpr std::int64_t kSealedSince = 6;

// Whether a copy to this database was started and not completed.
[[nodiscard]] bool is_unfinished(Connection& connection);
enum class Unfinished : std::uint8_t { refused, welcome };

// Upgrades the schema to the newest version. `random`: see begin_epoch(). Throws WrongSchema if the
// schema is newer and cannot be used, if there are objects that no version creates, or if a copy is
// unfinished and `unfinished` does not allow that.
void upgrade(Connection& connection, Random& random, Unfinished unfinished = Unfinished::refused);

}  // namespace patchbay::store::sql
