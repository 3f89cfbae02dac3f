// What became of requests, and what was answered under idempotency keys.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "record/request.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] std::optional<RequestNote> find_request(Connection& connection, const Uuid& id);
[[nodiscard]] std::vector<RequestNote> find_requests(Connection& connection,
                                                     const RequestQuery& query);
void save_requests(Connection& connection, std::span<const RequestNote> notes);

[[nodiscard]] std::optional<KeptAnswer> find_answer(Connection& connection, std::int64_t principal,
                                                    std::string_view key);
void save_answer(Connection& connection, const KeptAnswer& answer);

}  // namespace patchbay::store::sql
