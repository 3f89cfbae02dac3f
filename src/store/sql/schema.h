// The tables, as numbered steps: each is one transaction, and none is ever changed once released.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>

#include "store/sql/driver.h"

namespace patchbay::store::sql {

// The schema cannot be used by this version; the text is a sentence for the operator.
struct WrongSchema : std::runtime_error {
  using std::runtime_error::runtime_error;
};

[[nodiscard]] std::int64_t newest_schema();

// 0 where there is none yet.
[[nodiscard]] std::int64_t schema_of(Connection& connection);

[[nodiscard]] std::span<const std::string_view> schema_steps();

// Whether a copy into the database was begun and has not ended.
[[nodiscard]] bool is_unfinished(Connection& connection);
enum class Unfinished : std::uint8_t { refused, welcome };

// Takes the database to the newest schema; throws WrongSchema where it is newer than that, or is
// unfinished and refused.
void upgrade(Connection& connection, Unfinished unfinished = Unfinished::refused);

}  // namespace patchbay::store::sql
