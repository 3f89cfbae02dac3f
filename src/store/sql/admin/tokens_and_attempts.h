// Tables of rows that expire: tokens and failed attempts.
#pragma once

#include <optional>
#include <vector>

#include "record/admin/principal.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] std::optional<Token> find_token(Connection& connection, std::string_view hash);
void save_token(Connection& connection, const Token& token);
void remove_token(Connection& connection, std::string_view hash);
void remove_family(Connection& connection, std::string_view family);

[[nodiscard]] std::optional<Attempts> find_attempts(Connection& connection, std::string_view key);
[[nodiscard]] std::vector<Attempts> find_attempts(Connection& connection, std::string_view prefix,
                                                  std::size_t limit);
void save_attempts(Connection& connection, const Attempts& attempts);
void remove_attempts(Connection& connection, std::string_view prefix);

// Also removes old request records and replies.
void sweep(Connection& connection, const Sweep& old);

}  // namespace patchbay::store::sql
