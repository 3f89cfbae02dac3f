// The schema of a database: which it has, whether this version can work with it, and taking it to
// the newest one.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "store/sql/engine/driver.h"
#include "store/sql/engine/schema_steps.h"

namespace patchbay::store::sql {

// The schema cannot be used by this version; the text is a sentence for the operator.
struct WrongSchema : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// 0 where there is none yet.
[[nodiscard]] std::int64_t schema_of(Connection& connection);

// Why this version cannot work with the tables as they are, as a sentence; nothing where it can.
[[nodiscard]] std::optional<std::string> unusable(Connection& connection);

// How what the database holds differs from what the steps up to its schema make, as a phrase that
// names the first difference: "it has a trigger …". Nothing where it does not, or where a newer
// version made it. Not within a transaction.
[[nodiscard]] std::optional<std::string> schema_difference(Connection& connection);

// Whether a store was ever begun in it. Not within a transaction.
[[nodiscard]] bool has_schema(Connection& connection);

// The schema from which on history carries seals.
inline constexpr std::int64_t kSealedSince = 6;

// Whether a copy into the database was begun and has not ended.
[[nodiscard]] bool is_unfinished(Connection& connection);
enum class Unfinished : std::uint8_t { refused, welcome };

// Takes the database to the newest schema; throws WrongSchema where it is newer than that and
// unusable, holds what no version makes, or is unfinished and refused.
void upgrade(Connection& connection, Unfinished unfinished = Unfinished::refused);

}  // namespace patchbay::store::sql
