// What is kept for a while: request notes, tokens and failed attempts.
#pragma once

#include <optional>

#include "record/entry.h"
#include "record/principal.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] std::optional<RequestNote> find_request(Connection& connection, const Uuid& id);
void save_request(Connection& connection, const RequestNote& note);

[[nodiscard]] std::optional<Token> find_token(Connection& connection, std::string_view hash);
void save_token(Connection& connection, const Token& token);
void remove_token(Connection& connection, std::string_view hash);

[[nodiscard]] std::optional<Attempts> find_attempts(Connection& connection, std::string_view key);
void save_attempts(Connection& connection, const Attempts& attempts);
void remove_attempts(Connection& connection, std::string_view prefix);

void sweep(Connection& connection, Instant now, Instant before, Instant requests_before);

}  // namespace patchbay::store::sql
