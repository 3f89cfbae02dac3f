// The tables, as numbered steps: each is one transaction, and none is ever changed once released.
//
// Nodes of two versions work on one database while one is taken to the next: so what a new version
// needs is first added (expand), and what the old one used is taken away by a later step
// (contract). Each step says which versions can go on working once it is taken.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "store/sql/driver.h"

namespace patchbay::store::sql {

// The schema cannot be used by this version; the text is a sentence for the operator.
struct WrongSchema : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The schema that this version makes, which is also the number of the version in what follows.
[[nodiscard]] std::int64_t newest_schema();

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

struct Step {
  std::string_view sql;
  std::int64_t usable_from;  // the oldest version that can work once this is taken
  // What SQL cannot say, done after it in the same transaction.
  void (*work)(Connection& connection) = nullptr;
};
[[nodiscard]] std::span<const Step> schema_steps();

// Whether a copy into the database was begun and has not ended.
[[nodiscard]] bool is_unfinished(Connection& connection);
enum class Unfinished : std::uint8_t { refused, welcome };

// Takes the database to the newest schema; throws WrongSchema where it is newer than that and
// unusable, holds what no version makes, or is unfinished and refused.
void upgrade(Connection& connection, Unfinished unfinished = Unfinished::refused);

}  // namespace patchbay::store::sql
